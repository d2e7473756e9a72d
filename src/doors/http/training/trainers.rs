//! Those who train, found by what is typed: a user name, a name, or the id of an account.

use crate::appearance::pages::training::FormFault;
use crate::community::PeopleError;
use crate::community::people::Account;
use crate::doors::http::problem::Problem;
use crate::doors::http::site::Site;

/// People that one form may name.
const MOST: usize = 20;

/// Everybody who is named, each once, one a line or between commas; or what is wrong with the names.
pub(super) async fn found(typed: &str, site: &Site) -> Result<Result<Vec<Account>, Vec<FormFault>>, Problem> {
    let names: Vec<&str> = typed.split(['\n', ',', ';']).map(str::trim).filter(|name| !name.is_empty()).collect();
    let (mut people, mut faults) = (Vec::<Account>::new(), Vec::new());
    if names.len() > MOST {
        return Ok(Err(vec![fault("many-trainers", "")]));
    }
    for name in names {
        match of_name(name, site).await?.as_slice() {
            [] => faults.push(fault("nobody", name)),
            [one] if people.iter().any(|known| known.id() == one.id()) => {}
            [one] => people.push(one.clone()),
            _ => faults.push(fault("several", name)),
        }
    }
    Ok(if faults.is_empty() { Ok(people) } else { Err(faults) })
}

async fn of_name(name: &str, site: &Site) -> Result<Vec<Account>, Problem> {
    if let Ok(id) = name.parse() {
        return match site.community().trainer(id).await {
            Ok(trainer) => Ok(vec![trainer.account().clone()]),
            Err(PeopleError::NoAccount(_)) => Ok(Vec::new()),
            Err(other) => Err(other.into()),
        };
    }
    let called = site.community().people_called(name).await?;
    // A user name belongs to one person; others may be called the same.
    let by_user_name: Vec<Account> = called.iter().filter(|account| account.user_name() == Some(name)).cloned().collect();
    Ok(if by_user_name.is_empty() { called } else { by_user_name })
}

fn fault(code: &'static str, typed: &str) -> FormFault {
    FormFault { field: "trainers", code, typed: typed.to_owned() }
}
