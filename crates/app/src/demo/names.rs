//! Made-up people: common names in every combination.

use postup_domain::person::AppointmentKind::{self, Appointed, Elected};

/// A given name with the patronymic that goes with it, and whether the person is addressed as a woman.
pub(crate) struct Given {
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

pub(crate) const GIVEN: &[Given] = &[
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
    man("Олександр", "Вікторович"),
    woman("Світлана", "Юріївна"),
    man("Микола", "Федорович"),
    woman("Марія", "Андріївна"),
    man("Дмитро", "Анатолійович"),
    woman("Юлія", "Олегівна"),
    man("Ігор", "Романович"),
    woman("Надія", "Омелянівна"),
    man("Володимир", "Павлович"),
    woman("Вікторія", "Дмитрівна"),
    man("Зіновій", "Ілліч"),
];

/// Family names as a man and as a woman bear them; as many as have no divisor in common with the given names, so that no
/// pair comes twice before all have come once.
pub(crate) const FAMILY: &[(&str, &str)] = &[
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
    ("Бондаренко", "Бондаренко"),
    ("Кравець", "Кравець"),
    ("Ткаченко", "Ткаченко"),
    ("Олійник", "Олійник"),
    ("Поліщук", "Поліщук"),
    ("Савчук", "Савчук"),
    ("Руденко", "Руденко"),
    ("Марченко", "Марченко"),
    ("Вишневий", "Вишнева"),
    ("Кузьменко", "Кузьменко"),
    ("Гаврилюк", "Гаврилюк"),
    ("Яцків", "Яцків"),
    ("Чорний", "Чорна"),
    ("Юрченко", "Юрченко"),
    ("Щербань", "Щербань"),
    ("Лук’янчук", "Лук’янчук"),
    ("Стецьків", "Стецьків"),
    ("Панченко", "Панченко"),
    ("Федорів", "Федорів"),
    ("Жук", "Жук"),
    ("Білозерський", "Білозерська"),
    ("Цимбалюк", "Цимбалюк"),
    ("Нечипоренко", "Нечипоренко"),
    ("Хоменко", "Хоменко"),
];

/// A post with its category by Law 2493-III, article 14, and how one comes to it.
pub(crate) const POSITIONS: &[(&str, i16, AppointmentKind)] = &[
    ("головний спеціаліст відділу житлово-комунального господарства", 6, Appointed),
    ("начальник відділу містобудування та архітектури", 5, Appointed),
    ("спеціаліст з питань цивільного захисту", 7, Appointed),
    ("староста", 5, Elected),
    ("заступник начальника управління соціального захисту населення", 5, Appointed),
    ("провідний спеціаліст відділу економічного розвитку", 6, Appointed),
    ("секретар ради", 4, Elected),
    ("заступник голови з питань діяльності виконавчих органів", 4, Appointed),
    ("спеціаліст відділу земельних відносин та екології", 7, Appointed),
    ("головний спеціаліст відділу культури та охорони спадщини", 6, Appointed),
    ("керуючий справами виконавчого комітету", 4, Appointed),
];

/// Every family name with every given name, so that neighbors in a list differ in both: the family name as that person
/// bears it.
pub(crate) fn people() -> impl Iterator<Item = (&'static str, &'static Given)> {
    FAMILY.iter().cycle().zip(GIVEN.iter().cycle()).map(|(family, given)| (borne(*family, given), given))
}

/// The form of a family name that goes with a given name.
pub(crate) fn borne((man, woman): (&'static str, &'static str), given: &Given) -> &'static str {
    if given.feminine { woman } else { man }
}
