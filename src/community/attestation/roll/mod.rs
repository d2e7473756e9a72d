//! Lists of people whom a trainer puts down: which column says what, and what becomes of each line.
//!
//! Column names are understood in the languages of the pages, and those of the Programs & Events Dashboard
//! (`username`, `global_id`). Whatever else a list says is not read.

pub(crate) mod store;

use any_ascii::any_ascii;

use super::release::ReleasedName;
use crate::community::people::Minor;
use crate::vocabulary::ids::AccountId;

/// Two names as near as this are looked at by a person.
const NEAR: f64 = 0.88;

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The wiki user name.
    UserName,
    /// The central account id.
    CentralId,
    /// What the person is called.
    Name,
    /// Whether the person is a minor.
    Minor,
}

/// Names of columns, without spaces and marks, in lower case.
const COLUMNS: &[(Column, &[&str])] = &[
    (
        Column::UserName,
        &[
            "username",
            "user",
            "useraccount",
            "wikimediausername",
            "wikiusername",
            "اسمالمستخدم",
            "المستخدم",
            "nombredeusuario",
            "usuario",
            "nomdutilisateur",
            "utilisateur",
            "सदस्यनाम",
            "सदस्य",
            "namapengguna",
            "pengguna",
            "nomedeusuário",
            "usuário",
            "ім’якористувача",
            "імякористувача",
            "користувач",
        ],
    ),
    (Column::CentralId, &["globalid", "centralid", "globaluserid", "centralauthid", "sub"]),
    (
        Column::Name,
        &[
            "name",
            "fullname",
            "realname",
            "participant",
            "person",
            "الاسم",
            "اسم",
            "الاسمالكامل",
            "nombre",
            "nombrecompleto",
            "persona",
            "nom",
            "nomcomplet",
            "personne",
            "नाम",
            "पूरानाम",
            "nama",
            "namalengkap",
            "peserta",
            "nome",
            "nomecompleto",
            "pessoa",
            "ім’я",
            "імя",
            "повнеімя",
            "повнеім’я",
        ],
    ),
    (Column::Minor, &["minor", "قاصر", "menor", "mineur", "नाबालिग", "dibawahumur", "неповнолітній"]),
];

/// One line of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The wiki user name.
    pub user_name: Option<String>,
    /// The central account id.
    pub central_id: Option<String>,
    /// What the person is called.
    pub called: Option<String>,
    /// Whether they are said to be a minor.
    pub minor: bool,
}

impl Line {
    /// What tells a person who reads the list which line it is.
    pub fn shown(&self) -> &str {
        self.called.as_deref().or(self.user_name.as_deref()).or(self.central_id.as_deref()).unwrap_or_default()
    }

    /// Whether the rules for minors apply.
    pub fn minor(&self) -> Minor {
        if self.minor { Minor::Yes } else { Minor::No }
    }

    /// What is wrong with it, if it cannot be put down.
    pub fn fault(&self) -> Option<LineFault> {
        let said = [&self.user_name, &self.central_id, &self.called];
        if said.iter().all(|text| text.is_none()) {
            return Some(LineFault::Nobody);
        }
        if self.central_id.as_ref().is_some_and(|id| id == "0" || id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit())) {
            return Some(LineFault::CentralId);
        }
        let wrong = |text: &Option<String>| text.as_deref().is_some_and(|name| ReleasedName::new(name).is_err());
        (wrong(&self.user_name) || wrong(&self.called)).then_some(LineFault::Name)
    }

    /// Whether both are about the same account.
    fn is_same_account(&self, other: &Self) -> bool {
        let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
        same(&self.user_name, &other.user_name) || same(&self.central_id, &other.central_id)
    }
}

/// Why a line is refused; names the message `training-line-{…}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFault {
    /// It says nobody.
    Nobody,
    /// No central account id.
    CentralId,
    /// A name that cannot be shown.
    Name,
    /// The same account as in an earlier line.
    Twice,
}

/// What becomes of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// The person will be put down.
    PutDown,
    /// They are here already.
    Here,
    /// Somebody here, or in an earlier line, has nearly the same name.
    Similar(String),
    /// They cannot be put down.
    Refused(LineFault),
}

/// The lines of a table. Without a heading that is understood, the first column is what `plain` says.
pub fn lines(rows: &[Vec<String>], plain: Column) -> Vec<Line> {
    let headings: Vec<Option<Column>> = rows.first().map(|row| row.iter().map(|cell| column(cell)).collect()).unwrap_or_default();
    let (columns, rows) =
        if headings.iter().any(Option::is_some) { (headings, rows.get(1..).unwrap_or_default()) } else { (vec![Some(plain)], rows) };
    rows.iter().map(|row| line(row, &columns)).collect()
}

fn column(heading: &str) -> Option<Column> {
    let heading = letters(heading);
    COLUMNS.iter().find(|(_, names)| names.iter().any(|name| letters(name) == heading)).map(|(column, _)| *column)
}

/// Without spaces, apostrophes and other marks, in lower case.
fn letters(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

fn line(row: &[String], columns: &[Option<Column>]) -> Line {
    let mut line = Line::default();
    for (cell, column) in row.iter().zip(columns) {
        let said = Some(cell.clone()).filter(|cell| !cell.is_empty());
        match column {
            Some(Column::UserName) => line.user_name = line.user_name.or(said.map(|name| user_name(&name))),
            Some(Column::CentralId) => line.central_id = line.central_id.or(said),
            Some(Column::Name) => line.called = line.called.or(said),
            Some(Column::Minor) => line.minor = said.is_some_and(|said| !matches!(said.to_lowercase().as_str(), "0" | "no" | "false")),
            None => {}
        }
    }
    line
}

/// As the wikis write it: a blank for `_`, a capital at the beginning, no `User:`.
fn user_name(typed: &str) -> String {
    let bare = typed.strip_prefix("User:").or(typed.strip_prefix("user:")).unwrap_or(typed).replace('_', " ");
    let bare = bare.trim();
    let mut rest = bare.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// What becomes of each line. `known`: the account of a line, if there is one; `here`: who is here, and what they are called.
pub fn fates(lines: &[Line], known: &[Option<AccountId>], here: &[(AccountId, Option<String>)]) -> Vec<Fate> {
    let mut fates = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let earlier = lines.get(..at).unwrap_or_default();
        let account = known.get(at).copied().flatten();
        let fate = if let Some(fault) = line.fault() {
            Fate::Refused(fault)
        } else if earlier.iter().any(|other| line.is_same_account(other)) {
            Fate::Refused(LineFault::Twice)
        } else if account.is_some_and(|account| here.iter().any(|(other, _)| *other == account)) {
            Fate::Here
        } else {
            let named =
                here.iter().filter_map(|(_, called)| called.as_deref()).chain(earlier.iter().filter_map(|other| other.called.as_deref()));
            let near = line.called.as_deref().and_then(|called| named.into_iter().find(|other| is_near(called, other)));
            near.map_or(Fate::PutDown, |other| Fate::Similar(other.to_owned()))
        };
        fates.push(fate);
    }
    fates
}

/// Whether two names may be one person's: the same words in any order, or few letters apart.
fn is_near(one: &str, other: &str) -> bool {
    let folded = |name: &str| {
        let plain: String = name.chars().filter_map(unmarked).collect();
        let latin = any_ascii(&plain).to_lowercase();
        let mut words: Vec<String> =
            latin.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
        words.sort();
        words.join(" ")
    };
    let (one, other) = (folded(one), folded(other));
    !one.is_empty() && (one == other || strsim::normalized_damerau_levenshtein(&one, &other) >= NEAR)
}

/// Arabic letters without the marks that some write and some do not, and each in one of its forms.
fn unmarked(c: char) -> Option<char> {
    match c {
        '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' => None,
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ى' | 'ی' => Some('ي'),
        'ة' => Some('ه'),
        'ک' => Some('ك'),
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Id;

    fn rows(text: &str) -> Vec<Vec<String>> {
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn columns_are_understood_in_every_language_of_the_pages_and_as_the_dashboard_names_them() {
        for heading in [
            "username",
            "User name",
            "Nombre de usuario",
            "Nom d’utilisateur",
            "Nama pengguna",
            "Nome de usuário",
            "सदस्य नाम",
            "اسم المستخدم",
            "Ім’я користувача",
        ] {
            assert_eq!(column(heading), Some(Column::UserName), "{heading}");
        }
        for heading in ["Name", "Full name", "Nombre", "Nom", "Nama", "Nome", "नाम", "الاسم", "Ім’я"] {
            assert_eq!(column(heading), Some(Column::Name), "{heading}");
        }
        let lines = lines(&rows("username,global_id,revisions_during_project\nuser:ada_L,42,7"), Column::Name);
        assert_eq!(lines, [Line { user_name: Some("Ada L".to_owned()), central_id: Some("42".to_owned()), ..Line::default() }]);
    }

    #[test]
    fn a_list_without_headings_has_one_column() {
        let line = |column| lines(&rows("Ada,x\n王小明"), column);
        assert_eq!(line(Column::Name)[1].called.as_deref(), Some("王小明"));
        assert_eq!(line(Column::UserName)[0].user_name.as_deref(), Some("Ada"));
        assert_eq!(line(Column::UserName).len(), 2);
    }

    #[test]
    fn names_are_near_in_any_order_and_with_or_without_marks() {
        for (one, other) in [
            ("سلمى حدّاد", "سلمي حداد"),
            ("Ada Lovelace", "LOVELACE, Ada"),
            ("Čeněk Zíbrt", "Cenek Zibrt"),
            ("Oksana Ivanenko", "Oksana Ivanenco"),
        ] {
            assert!(is_near(one, other), "{one} {other}");
        }
        for (one, other) in [("Ada", "Bo"), ("王小明", "李小明"), ("Anna Berg", "Anna Bergman-Lind")] {
            assert!(!is_near(one, other), "{one} {other}");
        }
    }

    #[test]
    fn each_line_has_one_fate() {
        let text = "name,username,global_id\nAda Lovelace,,\nLovelace Ada,,\nاحمد,Ahmad,0\n,Bo,\nBo again,Bo,\n,,\nCy,Cy,\nx\u{202e}y,,";
        let lines = lines(&rows(text), Column::Name);
        let cy = Id::from_bytes([3; 16]);
        let known: Vec<Option<AccountId>> = lines.iter().map(|line| (line.user_name.as_deref() == Some("Cy")).then_some(cy)).collect();
        let fates = fates(&lines, &known, &[(cy, Some("Cy".to_owned()))]);
        assert_eq!(
            fates,
            [
                Fate::PutDown,
                Fate::Similar("Ada Lovelace".to_owned()),
                Fate::Refused(LineFault::CentralId),
                Fate::PutDown,
                Fate::Refused(LineFault::Twice),
                Fate::Refused(LineFault::Nobody),
                Fate::Here,
                Fate::Refused(LineFault::Name),
            ]
        );
    }
}
