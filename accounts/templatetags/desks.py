"""How the header finds the desk of who is signed in."""

from django import template

from .. import desks

register = template.Library()
register.filter(desks.secretariat_desk)
