"""Invented names and the small texts that people type; nothing here is about a real person."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PLACE_STARTS = _words(
    "Ash Beck Birch Black Brad Bram Brook Burn Castle Chester Clay Copper Cran Dale Dun Elm Fair"
    " Fern Ford Glen Green Hart Hazel Heath Holm Ivy Kings Lang Lark Lime Long Marl Mill Moor"
    " North Oak Old Orchard Park Raven Red Rush Sand Sel Silver South Stan Stone Sun Thorn Wal"
    " West White Wil Win Wood Wych York"
)
PLACE_ENDS = _words(
    "borough bourne bridge brook bury by cliffe combe dale den field ford gate grove ham hill"
    " holme hurst land leigh ley low mere moor ness side stead stone thorpe ton view ville well"
    " wick wood worth"
)
SAINTS = (
    "St Mary's",
    "St John's",
    "St Peter’s",
    "All Saints",
    "St Thérèse’s",
    "St Michael's",
    "Holy Trinity",
    "St Joseph's",
    "St Anne’s",
    "St Paul's",
    "Sacred Heart",
    "St Cuthbert's",
    "St Chad’s",
)
FIRST_NAMES = _words(
    "Aisha Alex Amir Anna Ben Carys Chen Chloë Dan Deepa Ela Emeka Fatima Finn Grace Hana Harry"
    " Imran Iona Jack Jaya Jo Kofi Laura Leo Li Lucy Maya Megan Mina Mohammed Nia Niamh Noah Olu"
    " Owen Priya Rhys Rosa Sam Sara Seán Siân Sofia Tom Wei Yusuf Zara Zoë"
)
LAST_NAMES = _words(
    "Abbott Ahmed Akhtar Andrews Bailey Begum Bennett Brennan Campbell Chan Clarke Cooper Das"
    " Davies Doyle Edwards Evans Fernandes Fletcher Ghosh Gill Graham Hale Hussain Iqbal Jenkins"
    " Kaur Khan Kowalski Lewis MacLeod Mensah Morgan Murphy Nair Nowak O'Brien Okafor Osei Parry"
    " Patel Quinn Rahman Rees Shah Silva Singh Stone Tanaka Turner Walsh Ward Wong Yilmaz"
)
EMPLOYER_STARTS = PLACE_STARTS
EMPLOYER_ENDS = (
    "Engineering Ltd",
    "Systems",
    "Water",
    "NHS Trust",
    "University",
    "Power plc",
    "Consulting LLP",
    "Rail",
    "Pharma",
    "Council",
    "Labs",
    "Aerospace",
    "Software",
    "Build & Sons",
)
OCCUPATIONS = (
    "Mechanical engineer",
    "Software developer",
    "Civil engineer",
    "Data analyst",
    "Research scientist",
    "PhD student",
    "Apprentice technician",
    "Chemist",
    "Physics lecturer",
    "Project manager",
    "Electrical engineer",
    "Pharmacist",
    "Environmental consultant",
    "Nurse",
    "Site manager",
    "retired engineer",
    "Systems Engineer",
    "Quantity surveyor",
    "Biomedical scientist",
    "Graduate engineer, water",
    "Architect",
    "IT support technician",
    "Actuary",
    "Veterinary surgeon",
)
COMMENTS = (
    "The children loved it, thank you!",
    "Very engaging; linked well to what we do in class.",
    "Great talk.\nCould have been a little longer for the older ones.",
    'One pupil said "I want to be an engineer now".',
    "Some technical problems at the start, then excellent",
    "Would book again, ideally in the autumn term.",
    "Good links to careers, less to the curriculum",
    "ambassador arrived late but the session was worth the wait",
    "Excellent.\n\nPlease pass on our thanks, the whole of Year 8 is still talking about it.",
    "Fine",
)
BARRIERS = (
    "Schools restrict visitors since the pandemic.",
    "Staff illness in the hub; two posts vacant.",
    "Few Ambassadors in the rural part of the area,\nand long journeys.",
    "Volunteers report late, so the figure is understated.",
    "",
)
ENABLERS = (
    "Online sessions reach schools that we could not visit.",
    "New partnership with the local careers hub.",
    "British Science Week brought many requests.",
    "A large employer registered forty volunteers.",
    "",
)
RISKS = (
    "Low: on course.",
    "Medium: depends on schools reopening to visitors.",
    "High: target out of reach without more Ambassadors.",
    "",
)
# What people type where the form offers 'Other', and the category that they mean.
TYPED_TEXTS: dict[str, tuple[tuple[str, str], ...]] = {
    "activity_type": (
        ("careers talk", "STEM careers talks and / or advice"),
        ("Careers Talk to year 9", "STEM careers talks and / or advice"),
        ("talk about my job", "STEM careers talks and / or advice"),
        ("STEM career talk", "STEM careers talks and / or advice"),
        ("hands-on workshop", "Hands on practicals"),
        ("Practical workshop", "Hands on practicals"),
        ("rocket building workshop", "Hands on practicals"),
        ("mentoring", "Mentoring or support"),
        ("Mentor for CREST award", "Mentoring or support"),
        ("1:1 mentor", "Mentoring or support"),
        ("science fair", "Support an exhibition or event"),
        ("Big Bang fair stand", "Support an exhibition or event"),
        ("stand at science festival", "Support an exhibition or event"),
        ("code club", "STEM club support"),
        ("Helping at STEM club", "STEM club support"),
        ("teacher CPD", "Professional development of educators"),
        ("INSET day", "Professional development of educators"),
        ("assembly", "Talk or demonstration"),
        ("Assembly talk", "Talk or demonstration"),
        ("demo lecture", "Talk or demonstration"),
        ("judge at robotics competition", "Judging or competition support"),
        ("FIRST LEGO League judge", "Judging or competition support"),
        ("site visit", "Workplace visit or tour"),
        ("Factory tour", "Workplace visit or tour"),
        ("careers fair stand", "Careers fair"),
        ("mock interviews", "Mock interviews or employability"),
        ("CV workshop", "Mock interviews or employability"),
        ("Zoom Q&A", "Online chat or webinar"),
        ("I'm a Scientist chat", "Online chat or webinar"),
        ("writing lesson plans", "Resource or curriculum development"),
        ("reading to the children", "Other"),
        ("speed networking", "Other"),
        ("tbc", "Other"),
        ("various", "Other"),
        ("see notes", "Other"),
    ),
    "setting": (
        ("Sixth form", "College"),
        ("infant school", "Primary school"),
        ("Academy", "Secondary school"),
        ("Scout hut", "Community group"),
        ("outdoors", "Other"),
        ("town square", "Other"),
        ("Science festival", "Other"),
        ("online", "Other"),
        ("conference centre", "Other"),
        ("Showground", "Other"),
    ),
    "employer_sector": (
        ("Aerospace", "Engineering and manufacturing"),
        ("manufacturing", "Engineering and manufacturing"),
        ("Civil engineering", "Construction and built environment"),
        ("IT", "Digital and technology"),
        ("Software", "Digital and technology"),
        ("Nuclear", "Energy and utilities"),
        ("water industry", "Energy and utilities"),
        ("NHS", "Health and life sciences"),
        ("Pharmaceuticals", "Health and life sciences"),
        ("Accountancy", "Finance and professional services"),
        ("university", "Education and research"),
        ("Royal Navy", "Public administration and defence"),
        ("civil service", "Public administration and defence"),
        ("Rail", "Transport and logistics"),
        ("food science", "Agriculture, food and environment"),
        ("charity", "Other"),
        ("retired", "Other"),
        ("self employed", "Other"),
    ),
    "stem_discipline": (
        ("Biochemistry", "Biology and life sciences"),
        ("zoology", "Biology and life sciences"),
        ("Materials chemistry", "Chemistry"),
        ("astronomy", "Physics"),
        ("Data science", "Mathematics and statistics"),
        ("statistics", "Mathematics and statistics"),
        ("Cyber security", "Computing and digital"),
        ("computer science", "Computing and digital"),
        ("Mech Eng", "Engineering"),
        ("civil engineering", "Engineering"),
        ("Nursing", "Medicine and health"),
        ("Geology", "Earth and environment"),
        ("product design", "Design and technology"),
        ("all of them", "Other"),
        ("psychology", "Other"),
    ),
    "role": (
        ("acting headteacher", "Senior leader (Head Teacher)"),
        ("Executive Head", "Senior leader (Head Teacher)"),
        ("deputy head teacher", "Senior leader"),
        ("Asst Head", "Senior leader"),
        ("HoD science", "Middle leader"),
        ("KS2 phase leader", "Middle leader"),
        ("Maths co-ordinator", "Subject leader"),
        ("class teacher", "Teacher"),
        ("Yr 4 teacher", "Teacher"),
        ("TA", "Teaching assistant"),
        ("HLTA", "Teaching assistant"),
        ("lab technician", "Technician"),
        ("PGCE student", "Trainee"),
        ("school governor", "Other"),
        ("Librarian", "Other"),
        ("trust STEM adviser", "Other"),
    ),
    "subject_taught": (
        ("Physics", "Science"),
        ("Biology / Chemistry", "Science"),
        ("Maths", "Mathematics"),
        ("DT", "Technology"),
        ("Food & textiles", "Technology"),
        ("ICT", "Computer Science"),
        ("Computing", "Computer Science"),
        ("Engineering BTEC", "Engineering"),
        ("Primary - all subjects", "Other"),
        ("EYFS", "Other"),
        ("English", "Other"),
        ("Geography", "Other"),
        ("PE and PSHE", "Other"),
    ),
    "subject": (
        ("Primary science", "Science"),
        ("Physics", "Science"),
        ("Subject leadership", "Leadership"),
        ("Maths", "Mathematics"),
        ("Scratch and micro:bit", "Computing Science"),
        ("Design & Technology", "Technology"),
        ("careers education", "Other"),
        ("whole-school STEM", "Other"),
        ("outdoor learning", "Other"),
    ),
    "gender": (("woman", "Female"), ("man", "Male"), ("genderqueer", "Non-binary")),
    "ethnicity": (
        ("British Indian", "Asian or Asian British"),
        ("Nigerian", "Black, Black British, Caribbean or African"),
        ("White Irish", "White"),
        ("Welsh", "White"),
        ("Arab", "Other"),
    ),
    "organisation_type": (
        ("Scouts", "Youth group"),
        ("Girlguiding", "Youth group"),
        ("museum", "Library or museum"),
        ("Primary", "School"),
        ("6th form college", "College"),
        ("University", "Other"),
        ("Employer", "Other"),
        ("engineering company", "Other"),
    ),
}
# Registering, people also type what nobody has decided on yet.
TYPED_TEXTS["participants.role"] = (
    *TYPED_TEXTS["role"],
    ("STEM champion", "Other"),
    ("MAT improvement partner", "Other"),
    ("see email", "Other"),
)
