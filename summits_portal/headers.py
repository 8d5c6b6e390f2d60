"""The policy headers that every response carries, whoever makes it."""

from csp.utils import build_policy
from django.conf import settings

PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-store"
# What a public answer depends on besides its address. Not Accept-Language: a page's language stands
# in its address, and what has none there (data, sitemap) is the same for everybody.
PUBLIC_VARY = "Accept-Encoding, Cookie"

# No page uses any of these; a script that slipped in could not either.
DENIED_FEATURES = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "geolocation",
    "gyroscope", "hid", "local-fonts", "magnetometer", "microphone", "midi", "payment", "serial",
    "usb",
)  # fmt: skip

POLICY_HEADERS = {
    "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in DENIED_FEATURES),
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": settings.X_FRAME_OPTIONS,
}


def policy_with_csp() -> dict[str, str]:
    """All of them with the content security policy, for answers made outside the middlewares."""
    return {**POLICY_HEADERS, "Content-Security-Policy": build_policy()}
