//! Mail into a server that others use, npm `smtp-server`, where `npm ci` has been run.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;

use insignia::appearance::mail::Composer;
use insignia::appearance::pages::embedded_messages;
use insignia::community::SlipError;
use insignia::community::notices::{Errand, Kind, tell};
use insignia::community::people::sign_in::Secret;
use insignia::doors::mailing::{Mails, Rounds};
use insignia::platform::mail::{MailFault, MailServer, Postman, Tls};
use insignia::platform::outbox;
use insignia::vocabulary::ids::{AccountId, CredentialId};
use serde_json::{Value, json};

use crate::cli::at_mail_server;
use crate::fetch::server::certificate;
use crate::harness::{Backend, Harness, run};
use crate::world::World;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/npm");
pub(crate) const PASSWORD: &str = "a secret & more=";

/// The mail server.
pub(crate) struct Node {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    pub(crate) port: u16,
    pub(crate) folder: tempfile::TempDir,
}

impl Node {
    /// `None`, said aloud, where it cannot run.
    pub(crate) fn started(tls: Tls) -> Option<Self> {
        if !Path::new(FOLDER).join("node_modules/smtp-server").exists() {
            let _ = writeln!(std::io::stderr(), "mail NOT CHECKED: run npm ci in tests/npm");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
        std::fs::write(&cert, &certificate().pem).unwrap();
        std::fs::write(&key, &certificate().key_pem).unwrap();
        let mut script = Command::new("node");
        script.arg("smtp.mjs").arg(tls.as_str()).arg(cert).arg(key).current_dir(FOLDER);
        let mut child = script.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("node");
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut node = Self { child, input, output, port: 0, folder };
        node.port = u16::try_from(node.line()["port"].as_u64().expect("a port")).unwrap();
        Some(node)
    }

    fn line(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("a line");
        line.parse().unwrap_or_else(|_| panic!("node said {line:?}"))
    }

    fn order(&mut self, order: &Value) -> Value {
        writeln!(self.input, "{order}").expect("an order");
        self.line()
    }

    /// What came since the last time.
    pub(crate) fn mails(&mut self) -> Vec<Value> {
        self.order(&json!({ "mails": true }))["mails"].as_array().unwrap().clone()
    }

    fn refuses(&mut self, code: u16, text: &str, times: u16) {
        self.order(&json!({ "refuse": [code, text, times] }));
    }

    fn postman(&self, tls: Tls, password: Option<&str>) -> Postman {
        Postman::new(MailServer {
            host: "localhost".to_owned(),
            port: self.port,
            tls,
            login: password.map(|password| ("insignia".to_owned(), password.to_owned().into())),
            from: "Значки <badges@example.org>".parse().unwrap(),
            authorities: Some(certificate().pem.clone()),
        })
        .unwrap()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn rounds(world: &World, postman: Postman) -> Rounds {
    let composer = Composer::new(Arc::new(embedded_messages().unwrap()), world.office.addresses().clone());
    Rounds::new(world.office.community().clone(), Some(Mails::new(composer, Arc::new(postman))))
}

fn on_both(tls: Tls, body: impl AsyncFn(Harness, Node)) {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let Some(node) = Node::started(tls) else { return };
        run(backend, async |harness| body(harness, node).await);
    }
}

async fn told(world: &World, harness: &Harness, account: AccountId, kind: Kind, credential: CredentialId) {
    let mut writing = harness.database.writing().await.unwrap();
    tell(&mut writing, account, kind, credential, harness.now(), &harness.chance).await.unwrap();
    let _ = writing.commit().await.unwrap();
    world.assert_sound("telling").await;
}

/// The field of a mail, unfolded.
fn field(mail: &Value, name: &str) -> String {
    let raw = mail["raw"].as_str().unwrap().replace("\r\n ", " ");
    let head = raw.split("\r\n\r\n").next().unwrap().to_owned();
    let found = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned));
    found.unwrap_or_else(|| panic!("no {name}: {head}"))
}

/// The words of a field, decoded as RFC 2047 writes them in UTF-8 and base64.
fn decoded(field: &str) -> String {
    let words = field.split(' ').map(|word| match word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?=")) {
        Some(text) => String::from_utf8(data_encoding::BASE64.decode(text.as_bytes()).unwrap()).unwrap(),
        None => word.to_owned(),
    });
    words.collect()
}

/// The parts of a mail, decoded.
fn parts(mail: &Value) -> String {
    let raw = mail["raw"].as_str().unwrap();
    let part = |part: &str| {
        let (head, body) = part.split_once("\r\n\r\n")?;
        let body = body.trim_end_matches("--").trim_end();
        if head.contains("base64") {
            let bytes = data_encoding::BASE64.decode(body.replace("\r\n", "").as_bytes()).ok()?;
            return String::from_utf8(bytes).ok();
        }
        let soft = body.replace("=\r\n", "");
        let mut bytes = Vec::new();
        let mut rest = soft.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            match (first, after.get(..2).and_then(|hex| u8::from_str_radix(str::from_utf8(hex).ok()?, 16).ok())) {
                (b'=', Some(byte)) => {
                    bytes.push(byte);
                    rest = &after[2..];
                }
                _ => {
                    bytes.push(*first);
                    rest = after;
                }
            }
        }
        String::from_utf8(bytes).ok()
    };
    raw.split("--insignia-").skip(1).filter_map(part).collect::<Vec<_>>().join("\n")
}

async fn confirmed(world: &World, node: &mut Node, rounds: &Rounds, account: AccountId, address: &str) {
    let community = world.office.community();
    community.give_mail_address(account, &address.parse().unwrap()).await.unwrap();
    assert_eq!(rounds.round().await.unwrap(), 1);
    let mails = node.mails();
    assert_eq!(mails.len(), 1, "the question, and nothing else: {mails:?}");
    let text = parts(&mails[0]);
    let token = text.split("/mail/").nth(1).unwrap().split_whitespace().next().unwrap();
    let secret = Secret::of(token).expect("a token");
    assert!(community.confirm_mail_address(&secret).await.unwrap());
}

#[test]
fn a_notice_arrives_over_tls_in_the_receivers_language_and_is_kept_nowhere() {
    for tls in [Tls::Implicit, Tls::Starttls] {
        on_both(tls, async |harness, mut node| {
            let world = World::on_the_web(&harness).await;
            let community = world.office.community();
            let rounds = rounds(&world, node.postman(tls, Some(PASSWORD)));
            let holder = world.anna.id();
            confirmed(&world, &mut node, &rounds, holder, "anna@example.org").await;
            community.choose_language(holder, Some(&"ar".parse().unwrap())).await.unwrap();
            let badge = world.badge("Chen").await.award().credential();
            told(&world, &harness, holder, Kind::RenewalDue, badge).await;
            assert_eq!(rounds.round().await.unwrap(), 1);
            let mails = node.mails();
            let mail = &mails[0];
            assert_eq!((&mail["secure"], &mail["user"], &mail["to"]), (&json!(true), &json!("insignia"), &json!(["anna@example.org"])));
            assert!(decoded(&field(mail, "Subject")).contains("تنتهي شارتك"), "{}", field(mail, "Subject"));
            assert!(decoded(&field(mail, "From")).contains("Значки"), "{}", field(mail, "From"));
            assert_eq!((field(mail, "Auto-Submitted").as_str(), field(mail, "Content-Language").as_str()), ("auto-generated", "ar"));
            assert_eq!(field(mail, "List-Unsubscribe"), "<https://badges.example.org/me/mail>");
            let text = parts(mail);
            assert!(text.contains("dir=\"rtl\"") && text.contains(&format!("https://badges.example.org/c/{badge}")), "{text}");
            assert!(!text.contains("Anna") && !text.contains("Chen"), "nobody is named: {text}");
            let kept: i64 = sqlx::query_scalar("select count(payload) from outbox").fetch_one(harness.database.reader()).await.unwrap();
            assert_eq!((rounds.round().await.unwrap(), kept), (0, 0));
            harness.finish().await;
        });
    }
}

#[test]
fn a_mail_that_is_refused_is_tried_again_later() {
    on_both(Tls::Implicit, async |harness, mut node| {
        let world = World::new(&harness).await;
        let rounds = rounds(&world, node.postman(Tls::Implicit, Some(PASSWORD)));
        confirmed(&world, &mut node, &rounds, world.anna.id(), "anna@example.org").await;
        node.refuses(450, "try later", 1);
        let badge = world.badge("Chen").await.award().credential();
        told(&world, &harness, world.anna.id(), Kind::RenewalDue, badge).await;
        assert_eq!(rounds.round().await.unwrap(), 1);
        assert!(node.mails().is_empty());
        let said: String = sqlx::query_scalar("select last_error from outbox where last_error is not null")
            .fetch_one(harness.database.reader())
            .await
            .unwrap();
        assert!(said.contains("not now") && said.contains("try later"), "{said}");
        assert_eq!(rounds.round().await.unwrap(), 0, "not before its time");
        harness.clock.advance(30);
        assert_eq!(rounds.round().await.unwrap(), 1);
        assert_eq!(node.mails().len(), 1);
        harness.finish().await;
    });
}

#[test]
fn a_crash_between_sending_and_noting_it_sends_the_same_mail_once_more() {
    on_both(Tls::Starttls, async |harness, mut node| {
        let world = World::new(&harness).await;
        let tls = Tls::Starttls;
        let first = rounds(&world, node.postman(tls, Some(PASSWORD)));
        confirmed(&world, &mut node, &first, world.anna.id(), "anna@example.org").await;
        let badge = world.badge("Chen").await.award().credential();
        told(&world, &harness, world.anna.id(), Kind::RenewalDue, badge).await;
        let letters = outbox::claim(&harness.database, harness.now(), 60, 10).await.unwrap();
        send_and_die(&world, &node.postman(tls, Some(PASSWORD)), &letters[0]).await;
        let lost = node.mails();
        assert_eq!(lost.len(), 1);
        harness.clock.advance(61);
        let second = rounds(&world, node.postman(tls, Some(PASSWORD)));
        assert_eq!(second.round().await.unwrap(), 1);
        let again = node.mails();
        assert_eq!(again.len(), 1);
        assert_eq!(again[0]["raw"], lost[0]["raw"], "byte for byte, so under the same Message-ID");
        assert!(field(&again[0], "Message-ID").contains(&letters[0].id.to_string()));
        harness.finish().await;
    });
}

/// A worker that sends and dies before it notes it.
async fn send_and_die(world: &World, postman: &Postman, letter: &outbox::Letter) {
    let community = world.office.community();
    let errand = Errand::read(&letter.payload).unwrap();
    let addressed = community.addressed(letter.subject.parse().unwrap(), errand).await.unwrap().unwrap();
    let composer = Composer::new(Arc::new(embedded_messages().unwrap()), world.office.addresses().clone());
    let mail = composer.compose(&addressed, community.catalog(), letter.id, letter.created_at);
    postman.reach().await.unwrap().send(&mail).await.unwrap();
}

#[test]
fn one_address_gets_three_mails_at_once_and_no_mail_is_lost() {
    on_both(Tls::Implicit, async |harness, mut node| {
        let world = World::new(&harness).await;
        let rounds = rounds(&world, node.postman(Tls::Implicit, Some(PASSWORD)));
        confirmed(&world, &mut node, &rounds, world.anna.id(), "anna@example.org").await;
        let badges: Vec<CredentialId> = [world.badge("A").await, world.badge("B").await, world.badge("C").await, world.badge("D").await]
            .iter()
            .map(|badge| badge.award().credential())
            .collect();
        for badge in &badges {
            told(&world, &harness, world.anna.id(), Kind::RenewalDue, *badge).await;
        }
        assert_eq!(rounds.round().await.unwrap(), 4);
        assert_eq!(node.mails().len(), 2, "the question was the first of three");
        for _ in 0..2 {
            harness.clock.advance(3600);
            assert_eq!(rounds.round().await.unwrap(), 1);
            assert_eq!(node.mails().len(), 1);
        }
        harness.finish().await;
    });
}

#[test]
fn an_invitation_goes_out_once_and_its_address_is_kept_nowhere() {
    on_both(Tls::Off, async |harness, mut node| {
        harness.load_sample().await;
        let world_training = "0trn0000000000000000000001".parse().unwrap();
        let community = crate::world::community(&harness);
        let account: AccountId = "0acc0000000000000000000005".parse().unwrap();
        let addresses = insignia::vocabulary::Addresses::new("https://badges.example.org".parse().unwrap());
        let composer = Composer::new(Arc::new(embedded_messages().unwrap()), addresses);
        let rounds = Rounds::new(community.clone(), Some(Mails::new(composer, Arc::new(node.postman(Tls::Off, None)))));
        let invite = async |account| {
            let address = "dina.k@example.org".parse().unwrap();
            community.invite_by_mail(world_training, account, &address, &"hi".parse().unwrap()).await
        };
        // Who has a way in of their own is never let in by an address that a trainer names.
        assert!(matches!(invite("0acc0000000000000000000004".parse().unwrap()).await, Err(SlipError::OwnWay)));
        assert!(invite(account).await.unwrap());
        assert!(!invite(account).await.unwrap(), "a second tap");
        // The sample has a letter of its own, which this version does not know.
        rounds.round().await.unwrap();
        let mails = node.mails();
        assert_eq!(mails.len(), 1);
        let text = parts(&mails[0]);
        assert!(text.contains("आमंत्रित") && text.contains("/sign-in/link/"), "{text}");
        let token = text.split("/sign-in/link/").nth(1).unwrap().split_whitespace().next().unwrap();
        let secret = Secret::of(token).expect("a token");
        assert_eq!(community.invited(&secret).await.unwrap().map(|account| account.id()), Some(account));
        let kept: i64 = sqlx::query_scalar("select count(*) from outbox where payload like '%dina.k@%'")
            .fetch_one(harness.database.reader())
            .await
            .unwrap();
        assert_eq!(kept, 0);
        harness.finish().await;
    });
}

#[test]
fn each_step_that_goes_wrong_is_told_apart() {
    let (Some(implicit), Some(off)) = (Node::started(Tls::Implicit), Node::started(Tls::Off)) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let fault = |postman: Postman| runtime.block_on(async { postman.reach().await.map(|_| ()).unwrap_err() });
    assert!(matches!(fault(implicit.postman(Tls::Implicit, Some("wrong"))), MailFault::Login { .. }));
    assert!(matches!(fault(off.postman(Tls::Starttls, None)), MailFault::NoStarttls { .. }));
    assert!(matches!(fault(off.postman(Tls::Implicit, None)), MailFault::Tls { .. }));
    let stranger = MailServer {
        host: "localhost".to_owned(),
        port: implicit.port,
        tls: Tls::Implicit,
        login: None,
        from: "badges@example.org".parse().unwrap(),
        authorities: None,
    };
    assert!(matches!(fault(Postman::new(stranger.clone()).unwrap()), MailFault::Tls { .. }), "a certificate that nobody trusts");
    let nobody = MailServer { port: 9, tls: Tls::Off, ..stranger };
    assert!(matches!(fault(Postman::new(nobody).unwrap()), MailFault::Unreached { .. }));
}

#[test]
fn check_mail_says_in_sentences_what_is_wrong() {
    let Some(mut node) = Node::started(Tls::Implicit) else { return };
    let (answer, code) = at_mail_server(&node, PASSWORD, &["check", "--mail", "ops@example.org"]);
    assert!(code == 0 && answer.contains("it knows insignia") && answer.contains("took a mail to ops@example.org"), "{answer}");
    let mails = node.mails();
    assert_eq!(mails.len(), 1);
    assert!(parts(&mails[0]).contains("badges.example.org"));
    let (answer, code) = at_mail_server(&node, "wrong", &["check", "--mail"]);
    assert!(code != 0 && answer.contains("does not accept user and password") && answer.contains("password_file"), "{answer}");
    assert!(node.mails().is_empty());
}
