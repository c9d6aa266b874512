//! The cohorts of the demonstration, from the first to the last. Days are counted from the day on which somebody starts it.

/// One cohort.
pub(super) struct Run {
    pub code: &'static str,
    pub course: &'static str,
    pub form: &'static str,
    /// The city it meets in; empty online.
    pub place: &'static str,
    /// How an application becomes a seat.
    pub policy: &'static str,
    pub capacity: i32,
    /// The first and the last day of enrollment.
    pub enrollment: [i64; 2],
    pub sessions: &'static [i64],
    /// From which full hour to which; empty for the workshop that began a while ago.
    pub hours: Option<[u32; 2]>,
    /// How long the cohort lasts after its last session, in days.
    pub rest: i64,
    pub applicants: usize,
    /// How many of them leave again.
    pub withdrawals: usize,
    /// Where the manager decides: how many applications were confirmed and how many rejected so far.
    pub decided: [usize; 2],
    /// The official of the log-in is the first applicant.
    pub with_official: bool,
    /// Which of the trainers; the first is the one of the log-in.
    pub trainer: usize,
}

/// The cohort that is for some only: for posts of these categories, after this course.
pub(super) const FOR_SOME: &str = "AGGLO-2";
pub(super) const CATEGORIES: &[&str] = &["5", "6"];
pub(super) const EARLIER: &str = "CITY";
/// The cohort about whose sessions people ask something.
pub(super) const UNDER_WAY: &str = "CITY-1";
/// The course that has no open cohort and that some wait for, one official of so many.
pub(super) const WAITED_FOR: &str = "GREEN";
pub(super) const ONE_WAITS_OF: usize = 6;
/// What they wish, in turn; empty for any form.
pub(super) const WISHES: &[&str] = &["", "in_person", "online", "in_person", "blended"];

const KYIV: &str = "UA80000000000093317";
const LVIV: &str = "UA46060250010015970";
const POLTAVA: &str = "UA53080370010073240";
const LUTSK: &str = "UA07080170010083384";
const SUMY: &str = "UA59080270010036634";
const VINNYTSIA: &str = "UA05020030010063857";
const CHERNIVTSI: &str = "UA73060610010033137";

const IN_PERSON: Run = Run {
    code: "",
    course: "",
    form: "in_person",
    place: KYIV,
    policy: "open",
    capacity: 30,
    enrollment: [0, 0],
    sessions: &[],
    hours: Some([10, 12]),
    rest: 0,
    applicants: 0,
    withdrawals: 0,
    decided: [0, 0],
    with_official: false,
    trainer: 0,
};

const BLENDED: Run = Run { form: "blended", ..IN_PERSON };

const ONLINE: Run = Run { form: "online", place: "", ..IN_PERSON };

/// Those that are over come first, in the order of their ends: so the numbers of certificates follow the calendar.
pub(super) const RUNS: &[Run] = &[
    Run {
        code: "HERITAGE-1",
        course: "HERITAGE",
        place: LVIV,
        enrollment: [-270, -245],
        sessions: &[-240, -239, -226],
        hours: Some([10, 15]),
        applicants: 33,
        withdrawals: 2,
        trainer: 1,
        ..IN_PERSON
    },
    Run {
        code: "GREEN-1",
        course: "GREEN",
        capacity: 60,
        enrollment: [-250, -220],
        sessions: &[-215, -208, -201],
        applicants: 54,
        withdrawals: 3,
        trainer: 2,
        ..ONLINE
    },
    Run {
        code: "SHELTER-POLTAVA",
        course: "SHELTER",
        place: POLTAVA,
        capacity: 24,
        enrollment: [-235, -206],
        sessions: &[-200, -199, -185, -184, -166, -165],
        hours: Some([9, 17]),
        applicants: 27,
        withdrawals: 2,
        trainer: 3,
        ..BLENDED
    },
    Run {
        code: "SERVICES-1",
        course: "SERVICES",
        capacity: 50,
        enrollment: [-200, -172],
        sessions: &[-170, -163, -156],
        applicants: 41,
        withdrawals: 1,
        trainer: 4,
        ..ONLINE
    },
    Run {
        code: "AGGLO-1",
        course: "AGGLO",
        place: VINNYTSIA,
        capacity: 24,
        enrollment: [-180, -152],
        sessions: &[-150, -149, -136, -135, -122],
        hours: Some([9, 16]),
        applicants: 26,
        withdrawals: 1,
        trainer: 2,
        ..BLENDED
    },
    Run {
        code: "ACCESS-LVIV",
        course: "ACCESS",
        place: LVIV,
        enrollment: [-135, -112],
        sessions: &[-110],
        applicants: 30,
        withdrawals: 1,
        trainer: 1,
        ..IN_PERSON
    },
    Run {
        code: "CITY-POLTAVA",
        course: "CITY",
        place: POLTAVA,
        enrollment: [-120, -97],
        sessions: &[-95, -94, -81],
        hours: Some([10, 14]),
        applicants: 34,
        withdrawals: 2,
        trainer: 3,
        ..IN_PERSON
    },
    Run {
        code: "SERVICES-2",
        course: "SERVICES",
        capacity: 50,
        enrollment: [-100, -77],
        sessions: &[-75, -68, -61],
        applicants: 38,
        withdrawals: 2,
        trainer: 4,
        ..ONLINE
    },
    Run {
        code: "HERITAGE-2",
        course: "HERITAGE",
        place: CHERNIVTSI,
        enrollment: [-80, -57],
        sessions: &[-55, -54, -41],
        hours: Some([10, 15]),
        applicants: 29,
        withdrawals: 1,
        trainer: 1,
        ..IN_PERSON
    },
    Run {
        code: "WATER-1",
        course: "WATER",
        capacity: 25,
        enrollment: [-49, -29],
        sessions: &[-28, -21, -14],
        applicants: 28,
        withdrawals: 1,
        with_official: true,
        ..IN_PERSON
    },
    // Under way.
    Run {
        code: "SHELTER-LUTSK",
        course: "SHELTER",
        place: LUTSK,
        capacity: 24,
        enrollment: [-50, -22],
        sessions: &[-20, -19, 6, 7, 19, 20],
        hours: Some([9, 17]),
        applicants: 25,
        withdrawals: 1,
        trainer: 3,
        ..BLENDED
    },
    Run {
        code: "GREEN-2",
        course: "GREEN",
        capacity: 60,
        enrollment: [-45, -14],
        sessions: &[-12, -5, 2, 9, 16],
        hours: Some([14, 16]),
        applicants: 47,
        withdrawals: 2,
        trainer: 2,
        ..ONLINE
    },
    Run {
        code: "CITY-1",
        course: "CITY",
        enrollment: [-29, -8],
        sessions: &[-6, -1, 1, 8],
        hours: Some([14, 17]),
        applicants: 28,
        with_official: true,
        ..BLENDED
    },
    // Of today: it still takes people, so that the whole way can be walked at once.
    Run {
        code: "ACCESS-1",
        course: "ACCESS",
        enrollment: [-9, 0],
        sessions: &[0],
        hours: None,
        rest: 1,
        applicants: 17,
        ..IN_PERSON
    },
    // To come.
    Run {
        code: "ACCESS-SUMY",
        course: "ACCESS",
        place: SUMY,
        enrollment: [-12, 5],
        sessions: &[9],
        applicants: 11,
        trainer: 1,
        ..IN_PERSON
    },
    // More people than seats; somebody withdraws, and the head of the queue moves up.
    Run {
        code: "WATER-2",
        course: "WATER",
        capacity: 12,
        enrollment: [-4, 10],
        sessions: &[12, 19, 26],
        applicants: 18,
        withdrawals: 1,
        ..ONLINE
    },
    // Applications wait for the manager.
    Run {
        code: "SHELTER-1",
        course: "SHELTER",
        policy: "approval",
        capacity: 20,
        enrollment: [-4, 18],
        sessions: &[25, 26, 60],
        hours: Some([9, 17]),
        applicants: 12,
        decided: [5, 0],
        ..BLENDED
    },
    Run {
        code: "AGGLO-2",
        course: "AGGLO",
        place: VINNYTSIA,
        capacity: 24,
        enrollment: [-3, 25],
        sessions: &[30, 31, 44, 45, 58],
        hours: Some([9, 16]),
        applicants: 6,
        trainer: 2,
        ..BLENDED
    },
    Run {
        code: "HERITAGE-3",
        course: "HERITAGE",
        place: LUTSK,
        policy: "approval",
        enrollment: [-8, 30],
        sessions: &[40, 41, 54],
        hours: Some([10, 15]),
        applicants: 14,
        decided: [7, 2],
        trainer: 1,
        ..IN_PERSON
    },
    // Applications go by the personnel office, then to the manager.
    Run {
        code: "GREEN-3",
        course: "GREEN",
        policy: "employer",
        capacity: 20,
        enrollment: [-2, 20],
        sessions: &[24, 31, 38],
        hours: Some([14, 17]),
        applicants: 9,
        trainer: 3,
        ..ONLINE
    },
    // Announced, and not open yet.
    Run {
        code: "SERVICES-3",
        course: "SERVICES",
        capacity: 50,
        enrollment: [5, 40],
        sessions: &[45, 52, 59],
        trainer: 4,
        ..ONLINE
    },
];
