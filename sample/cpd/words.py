"""Invented titles and venues of courses."""

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
