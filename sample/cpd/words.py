"""Invented titles, venues and comments of courses."""

COURSE_TITLES: dict[str, tuple[str, ...]] = {
    "Science": (
        "Working scientifically in the primary classroom",
        "Required practicals, made to work",
        "Physics for those who trained in something else",
        "Misconceptions in chemistry, and what to do about them",
        "Science through stories",
    ),
    "Leadership": (
        "New and aspiring heads of science",
        "Leading a subject with evidence",
        "Planning CPD that changes practice",
    ),
    "Mathematics": (
        "Reasoning and problem solving",
        "Bar models from Year 1 to Year 6",
        "GCSE mathematics: closing the gaps",
    ),
    "Computing Science": (
        "Programming without tears",
        "Physical computing with small boards",
        "Teaching GCSE computer science",
    ),
    "Technology": ("Design and technology: making it real", "Food science for the classroom"),
    "Engineering": ("Engineering design in Key Stage 3", "Bridges, gears and levers"),
    "Other": ("Careers in every lesson", "STEM across the school", "Taking learning outdoors"),
}
COMMUNITY_TITLES = (
    "Family science evening",
    "STEM day for feeder schools",
    "Rockets on the field",
    "Bubbles, slime and other science",
)
VENUES = (
    "School hall",
    "Science Learning Partnership",
    "National centre, York",
    "Partner school",
    "Library, main site",
    "Online room",
)
# Why CPD was useful, the commonest kind of reason first; comments join up to three of these.
REASONS = (
    "lots of hands-on practical work and demonstrations",
    "good ideas for assessing pupils",
    "fun ideas to use in class and outdoors",
    "sharing good practice with teachers from other schools",
    "free resources and useful websites",
    "plenty of food for thought",
    "how to build working scientifically into lessons",
    "it will get children excited about science",
    "ways of raising pupil engagement",
    "more focus on vocabulary",
    "helped me to set clear targets",
    "discussing issues across local schools",
    "cross-curricular links with literacy",
    "leadership strategies for my department",
    "going over key concepts with colleagues",
    "having a go at the investigations ourselves",
    "real classroom stories from the presenter",
    "very helpful for NQTs and non-specialists",
    "made me rethink the way I teach forces",
    "better lesson planning and sequencing",
    "seeing it as a child would",
    "how to plan effective CPD for our staff",
    "applying science skills in an interactive setting",
    "meeting the STEM Ambassadors",
)
PLAIN_COMMENTS = (
    "Excellent trainer, good pace.",
    "Everything was clear and relevant to my year group",
    "Very enjoyable day, thank you!",
    "All of it.",
    'The trainer said "there are no silly questions" and meant it.',
)
