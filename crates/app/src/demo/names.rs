//! Made-up people: common names in every combination.

/// A given name with the patronymic that goes with it, and whether the person is addressed as a woman.
pub struct Given {
    pub name: &'static str,
    pub patronymic: &'static str,
    pub feminine: bool,
}

const fn woman(name: &'static str, patronymic: &'static str) -> Given {
    Given { name, patronymic, feminine: true }
}

const fn man(name: &'static str, patronymic: &'static str) -> Given {
    Given { name, patronymic, feminine: false }
}

pub const GIVEN: &[Given] = &[
    woman("Олена", "Петрівна"),
    man("Андрій", "Іванович"),
    woman("Наталія", "Сергіївна"),
    man("Сергій", "Миколайович"),
    woman("Тетяна", "Василівна"),
    man("Юрій", "Олексійович"),
    woman("Ірина", "Ігорівна"),
    man("Тарас", "Богданович"),
    woman("Оксана", "Михайлівна"),
    man("Віктор", "Григорович"),
    woman("Ґалина", "Євгенівна"),
    man("Євген", "Ярославович"),
    woman("Людмила", "Степанівна"),
];

/// Family names as a man and as a woman bear them.
pub const FAMILY: &[(&str, &str)] = &[
    ("Коваль", "Коваль"),
    ("Шевчук", "Шевчук"),
    ("Мельник", "Мельник"),
    ("Заяць", "Заяць"),
    ("Левицький", "Левицька"),
    ("Дем’яненко", "Дем’яненко"),
    ("Гнатюк", "Гнатюк"),
    ("Ґалаґан", "Ґалаґан"),
    ("Їжакевич", "Їжакевич"),
    ("Соловйов", "Соловйова"),
    ("Рибальський", "Рибальська"),
];

pub const POSITIONS: &[&str] = &[
    "головний спеціаліст відділу житлово-комунального господарства",
    "начальник відділу містобудування та архітектури",
    "спеціаліст з питань цивільного захисту",
    "староста",
    "заступник начальника управління соціального захисту населення",
    "провідний спеціаліст відділу економічного розвитку",
];
