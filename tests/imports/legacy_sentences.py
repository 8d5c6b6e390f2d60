"""Words for generated legacy pages, written for the tests, by language."""

LABELS = {
    "en": {
        "navigation": "Skip Navigation Links",
        "ministerials": "Ministerials",
        "paragraphs": "Paragraphs Related to the Theme",
        "reports": "Reports",
        "date": "Date:",
        "citations": "Paragraphs:",
        "resources": "Related Resources",
        "stub": "Information available in {}",
    },
    "es": {
        "navigation": "Saltar vínculos de navegación",
        "ministerials": "Ministeriales",
        "paragraphs": "Párrafos relacionados con el tema",
        "reports": "Informes",
        "date": "Fecha:",
        "citations": "Párrafos:",
        "resources": "Recursos relacionados",
        "stub": "Información disponible en {}",
    },
    "fr": {
        "navigation": "Ignorer les liens de navigation",
        "ministerials": "Réunions ministérielles",
        "paragraphs": "Paragraphes liés au thème",
        "reports": "Rapports",
        "date": "Date:",
        "citations": "Paragraphes:",
        "resources": "Ressources connexes",
        "stub": "Information disponible en {}",
    },
    "pt-br": {
        "navigation": "Ignorar os links de navegação",
        "ministerials": "Reuniões ministeriais",
        "paragraphs": "Parágrafos relacionados com o tema",
        "reports": "Relatórios",
        "date": "Data:",
        "citations": "Parágrafos:",
        "resources": "Recursos relacionados",
        "stub": "Informação disponível em {}",
    },
}

LANGUAGE_NAMES = {
    "en": {"en": "English", "es": "Spanish", "fr": "French", "pt-br": "Portuguese"},
    "es": {"en": "inglés", "es": "español", "fr": "francés", "pt-br": "portugués"},
    "fr": {"en": "anglais", "es": "espagnol", "fr": "français", "pt-br": "portugais"},
    "pt-br": {"en": "inglês", "es": "espanhol", "fr": "francês", "pt-br": "português"},
}
"""By page language, then by the language that is named."""

MONTHS = {
    "en": ("January February March April May June July August September October November December"),
    "es": (
        "Enero Febrero Marzo Abril Mayo Junio Julio Agosto Septiembre Octubre Noviembre Diciembre"
    ),
    "fr": ("Janvier Février Mars Avril Mai Juin Juillet Août Septembre Octobre Novembre Décembre"),
    "pt-br": (
        "Janeiro Fevereiro Março Abril Maio Junho Julho Agosto Setembro Outubro Novembro Dezembro"
    ),
}

DOCUMENTS = {
    "en": ["Declaration of the Coast", "Plan of Accion", "Joint Statement - Second Part"],
    "es": ["Declaración de la Costa", "Plan de Acción del Valle", "Compromiso - Segunda parte"],
    "fr": ["Déclaration de la Côte", "Plan d’action de la Vallée", "Engagement - Deuxième partie"],
    "pt-br": ["Declaração da Costa", "Plano de Ação do Vale", "Compromisso - Segunda parte"],
}
PLACES = ["Puerto Claro , Costa Norte", "Baie-Neuve, Île du Sud", "Vila Serena, Terra Alta"]
ENTITIES = [
    "Republic of the Northern Coast",
    "Southern Isles",
    "Terra Alta",
    "Institute for River Studies (IRS)",
    "Banco de los Valles",
    "Conseil des Îles (CDI)",
]

SENTENCES = {
    "en": [
        "The ministry opened four new offices where families can ask for advice free of charge.",
        "In the second half of the year, the council reviewed the law and proposed two changes.",
        "More than 3,500 people took part in the courses, mostly young women from rural areas.",
        "The two governments signed an agreement on the recognition of diplomas & titles.",
        "Inspectors visited the farms during the harvest and checked the contracts of the workers.",
        "A public report with the results of the survey will appear before the end of March.",
        "The programme is financed from the national budget and with a grant of the regional bank.",
        "Teachers received training on how to welcome pupils who speak another language at home.",
        "The waiting time at the border was reduced from nine days to < 3 on average.",
        "The commission on “safe return” met twice and heard the associations abroad.",
    ],
    "es": [
        "El ministerio abrió cuatro oficinas nuevas donde las familias reciben asesoría gratuita.",
        "En el segundo semestre el consejo revisó la ley y propuso dos cambios a los legisladores.",
        "Más de 3.500 personas asistieron a los cursos, en su mayoría mujeres jóvenes del campo.",
        "Los dos gobiernos firmaron un convenio sobre el reconocimiento de títulos y diplomas.",
        "Los inspectores visitaron las fincas durante la cosecha y revisaron los contratos.",
        "El informe público con los resultados de la encuesta saldrá antes de que termine marzo.",
        "El programa se financia con el presupuesto nacional y una donación del banco regional.",
        "Los docentes aprendieron a recibir a los alumnos que hablan otra lengua en su casa.",
        "El tiempo de espera en la frontera bajó de nueve días a menos de tres en promedio.",
        "La comisión sobre el “retorno seguro” se reunió dos veces y escuchó a las asociaciones.",
    ],
    "fr": [
        "Le ministère a ouvert quatre bureaux où les familles sont conseillées sans frais.",
        "Au second semestre, le conseil a révisé la loi et proposé deux changements.",
        "Plus de 3 500 personnes ont suivi les cours, surtout de jeunes femmes rurales.",
        "Les deux gouvernements ont signé un accord sur la reconnaissance des diplômes.",
        "Les inspecteurs ont visité les fermes pendant la récolte et vérifié les contrats.",
        "Le rapport public avec les résultats de l’enquête paraîtra avant la fin de mars.",
        "Le programme est financé par le budget national et par un don de la banque régionale.",
        "Les enseignants ont appris à accueillir les élèves qui parlent une autre langue chez eux.",
        "L’attente à la frontière est passée de neuf jours à moins de trois en moyenne.",
        "La commission sur le « retour sûr » s’est réunie deux fois et a entendu les associations.",
    ],
    "pt-br": [
        "O ministério abriu quatro escritórios onde as famílias recebem orientação gratuita.",
        "No segundo semestre, o conselho revisou a lei e propôs duas mudanças aos deputados.",
        "Mais de 3.500 pessoas participaram dos cursos, na maioria mulheres jovens do campo.",
        "Os dois governos assinaram um acordo sobre o reconhecimento de diplomas e títulos.",
        "Os inspetores visitaram as fazendas durante a colheita e conferiram os contratos.",
        "O relatório público com os resultados da pesquisa sairá antes do final de março.",
        "O programa é financiado pelo orçamento nacional e por uma doação do banco regional.",
        "Os professores aprenderam a receber os alunos que falam outra língua em casa.",
        "O tempo de espera na fronteira caiu de nove dias para menos de três, em média.",
        "A comissão sobre o “retorno seguro” reuniu-se duas vezes e ouviu as associações.",
    ],
}

ITEMS = {
    "en": [
        "advice for families in the villages",
        "courses for the young",
        "a register of employers",
    ],
    "es": [
        "asesoría para las familias del campo",
        "cursos para los jóvenes",
        "un registro de empresas",
    ],
    "fr": [
        "des conseils aux familles rurales",
        "des cours pour les jeunes",
        "un registre des employeurs",
    ],
    "pt-br": [
        "orientação às famílias do campo",
        "cursos para os jovens",
        "um cadastro de empresas",
    ],
}

MANDATES = {
    "en": [
        "To ensure that every family has access to schools and health services close to its home.",
        "We commit to exchange experience on the training of teachers and to report each year.",
        "Strengthen the cooperation of the ministries of labour and of the interior in this field.",
    ],
    "es": [
        "Asegurar que todas las familias tengan acceso a la escuela y la salud cerca de su hogar.",
        "Nos comprometemos a intercambiar experiencias sobre la formación de docentes cada año.",
        "Fortalecer la cooperación de los ministerios del trabajo y del interior en esta materia.",
    ],
    "fr": [
        "Assurer à toutes les familles l’accès à l’école et aux soins de santé près de chez elles.",
        "Nous nous engageons à échanger chaque année nos expériences sur la formation des maîtres.",
        "Renforcer la coopération des ministères du travail et de l’intérieur dans ce domaine.",
    ],
    "pt-br": [
        "Assegurar que todas as famílias tenham acesso à escola e à saúde perto de suas casas.",
        "Comprometemo-nos a trocar experiências sobre a formação dos professores a cada ano.",
        "Fortalecer a cooperação dos ministérios do trabalho e do interior nesta matéria.",
    ],
}

RESOURCES = [
    "Open Atlas of the Coast",
    "Observatorio de los Valles",
    "Carte des Îles",
    "Mapa aberto",
]
