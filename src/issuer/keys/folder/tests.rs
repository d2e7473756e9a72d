//! Key files: what OpenSSL makes of them, and every way in which they can be wrong.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::der::Encode as _;
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::pkcs5::pbes2::Parameters;

use super::super::{Purpose, Vault};
use super::*;

const CHEAP: KdfCost = KdfCost::of_rounds(1_000);
const T: Timestamp = Timestamp::from_ms(1_795_172_400_000);

struct Kept {
    root: tempfile::TempDir,
    folder: KeyFolder,
    passphrase: Passphrase,
}

fn kept() -> Kept {
    let root = tempfile::tempdir().unwrap();
    let folder = KeyFolder::create(&root.path().join("keys")).unwrap();
    Kept { folder, passphrase: Passphrase::generate(&Chance::system()), root }
}

impl Kept {
    fn add(&self, purpose: Purpose) -> NewKey {
        let chance = Chance::system();
        let key = NewKey::generate(purpose, &chance).unwrap();
        self.folder.write(&key, "main", T, &self.passphrase, CHEAP, &chance).unwrap();
        key
    }

    fn fault(&self, kid: &Kid) -> KeyFileFault {
        self.folder.read(kid, &self.passphrase).err().expect("a fault")
    }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

const BOTH: [Purpose; 2] = [Purpose::DataIntegrity, Purpose::Jwt];

#[test]
fn what_was_written_is_read_back() {
    let kept = kept();
    let keys = BOTH.map(|p| kept.add(p));
    for key in &keys {
        assert!(kept.folder.read(&key.kid(), &kept.passphrase).unwrap().public() == key.public());
        let sidecar = kept.folder.sidecar(&key.kid()).unwrap();
        assert_eq!(sidecar, Sidecar { key: key.public(), issuer: "main".to_owned(), created_at: T });
        assert_eq!(kept.folder.rounds(&key.kid()), Some(1_000));
        for file in [kept.folder.key_file(&key.kid()), kept.folder.sidecar_file(&key.kid())] {
            assert_eq!(fs::metadata(file).unwrap().mode() & 0o777, 0o600);
        }
    }
    let mut kids = keys.map(|k| k.kid()).to_vec();
    kids.sort();
    assert_eq!(kept.folder.kids().unwrap(), kids);
    assert!(!Vault::open(&kept.folder, Some(&kept.passphrase), &kids).unwrap().is_sealed());
    assert!(Vault::open(&kept.folder, None, &kids).unwrap().is_sealed());
}

#[test]
fn a_key_is_never_overwritten() {
    let kept = kept();
    let key = kept.add(Purpose::DataIntegrity);
    let before = fs::read(kept.folder.key_file(&key.kid())).unwrap();
    let again = kept.folder.write(&key, "main", T, &kept.passphrase, CHEAP, &Chance::system());
    assert!(matches!(again, Err(KeyFileFault::Unwritable { .. })));
    assert_eq!(fs::read(kept.folder.key_file(&key.kid())).unwrap(), before);
}

#[test]
fn the_private_key_stands_nowhere_in_the_clear() {
    let kept = kept();
    for key in BOTH.map(|p| kept.add(p)) {
        let secret = &key.pkcs8()[key.pkcs8().len() - 32..];
        for file in fs::read_dir(kept.root.path().join("keys")).unwrap() {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            let text = String::from_utf8(bytes).unwrap();
            let der: String = text.lines().filter(|l| !l.starts_with('-')).collect();
            let decoded = data_encoding::BASE64.decode(der.as_bytes()).unwrap_or_default();
            assert!(!decoded.windows(32).any(|w| w == secret));
            for form in [
                data_encoding::HEXLOWER.encode(secret),
                data_encoding::BASE64.encode(secret),
                data_encoding::BASE64URL_NOPAD.encode(secret),
            ] {
                assert!(!text.contains(&form));
            }
        }
    }
}

#[test]
#[allow(clippy::print_stderr)]
fn openssl_reads_both_kinds() {
    if Command::new("openssl").arg("version").output().is_err() {
        eprintln!("skipped: the command openssl is not here");
        return;
    }
    let kept = kept();
    let passphrase_file = kept.root.path().join("passphrase");
    kept.passphrase.write_new(&passphrase_file).unwrap();
    for key in BOTH.map(|p| kept.add(p)) {
        let run = Command::new("openssl")
            .args(["pkey", "-pubout", "-outform", "DER", "-in"])
            .arg(kept.folder.key_file(&key.kid()))
            .args(["-passin", &format!("file:{}", passphrase_file.display())])
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let holds = |bytes: &[u8]| run.stdout.windows(bytes.len()).any(|w| w == bytes);
        match key.public() {
            crate::standards::proof::PublicKey::Ed25519(key) => assert!(holds(key.as_bytes())),
            crate::standards::proof::PublicKey::Rsa(key) => assert!(holds(key.modulus())),
            crate::standards::proof::PublicKey::P256(_) | crate::standards::proof::PublicKey::P384(_) => panic!("not one of ours"),
        }
    }
}

#[test]
#[allow(clippy::print_stderr)]
fn a_key_that_openssl_encrypted_anew_is_read() {
    if Command::new("openssl").arg("version").output().is_err() {
        eprintln!("skipped: the command openssl is not here");
        return;
    }
    let kept = kept();
    let passphrase_file = kept.root.path().join("passphrase");
    kept.passphrase.write_new(&passphrase_file).unwrap();
    // Named twice, the same file would be read on to its second line.
    let second_file = kept.root.path().join("passphrase-again");
    kept.passphrase.write_new(&second_file).unwrap();
    let [pass, pass_again] = [passphrase_file, second_file].map(|f| format!("file:{}", f.display()));
    for key in BOTH.map(|p| kept.add(p)) {
        let (path, out) = (kept.folder.key_file(&key.kid()), kept.root.path().join("new.pem"));
        let anew = |scheme: &[&str]| {
            let run = Command::new("openssl")
                .args(["pkcs8", "-topk8", "-in"])
                .arg(&path)
                .args(["-passin", &pass, "-passout", &pass_again, "-out"])
                .arg(&out)
                .args(scheme)
                .output()
                .unwrap();
            assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
            fs::read(&out).unwrap()
        };
        // The command that our own sentences recommend.
        let good = anew(&["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA256", "-iter", "2000"]);
        let scrypt = anew(&["-scrypt"]);
        fs::write(&path, good).unwrap();
        assert!(kept.folder.read(&key.kid(), &kept.passphrase).is_ok());
        assert_eq!(kept.folder.rounds(&key.kid()), Some(2_000));
        fs::write(&path, scrypt).unwrap();
        assert!(matches!(kept.fault(&key.kid()), KeyFileFault::Envelope { fault: EnvelopeFault::Scheme, .. }));
    }
}

#[test]
fn a_wrong_passphrase_is_said_to_be_one() {
    let kept = kept();
    for kid in BOTH.map(|p| kept.add(p).kid()) {
        let fault = kept.folder.read(&kid, &Passphrase::new("another passphrase").unwrap()).err().unwrap();
        assert!(fault.to_string().ends_with("the passphrase is wrong or the file is damaged"), "{fault}");
        assert!(Vault::open(&kept.folder, Some(&Passphrase::new("another passphrase").unwrap()), [&kid]).is_err());
    }
}

#[test]
fn no_changed_byte_gives_a_key() {
    let kept = kept();
    for purpose in BOTH {
        let kid = kept.add(purpose).kid();
        let path = kept.folder.key_file(&kid);
        let text = fs::read_to_string(&path).unwrap();
        let body: String = text.lines().filter(|l| !l.starts_with('-')).collect();
        let der = data_encoding::BASE64.decode(body.as_bytes()).unwrap();
        // The last bytes hold the padding of the cipher; a step keeps the test short.
        for at in (0..der.len()).step_by(if purpose == Purpose::Jwt { 131 } else { 1 }) {
            let mut changed = der.clone();
            changed[at] ^= 0x10;
            let pem = pem_of(&changed);
            fs::write(&path, pem).unwrap();
            let read = kept.folder.read(&kid, &kept.passphrase);
            assert!(read.is_err(), "byte {at} of {}", der.len());
        }
    }
}

fn pem_of(der: &[u8]) -> String {
    let body = data_encoding::BASE64.encode(der);
    let lines: Vec<&str> = body.as_bytes().chunks(64).map(|l| str::from_utf8(l).unwrap()).collect();
    format!("-----BEGIN ENCRYPTED PRIVATE KEY-----\n{}\n-----END ENCRYPTED PRIVATE KEY-----\n", lines.join("\n"))
}

#[test]
fn a_file_or_folder_that_others_can_read_is_refused_with_the_remedy() {
    let kept = kept();
    let kid = kept.add(Purpose::DataIntegrity).kid();
    let path = kept.folder.key_file(&kid);
    for mode in [0o644, 0o640, 0o604, 0o660] {
        set_mode(&path, mode);
        let fault = kept.fault(&kid).to_string();
        assert!(fault.contains(&format!("{mode:04o}")) && fault.ends_with(&format!("Run: chmod 600 {}", path.display())), "{fault}");
    }
    set_mode(&path, 0o400);
    assert!(kept.folder.read(&kid, &kept.passphrase).is_ok());
    let folder = kept.root.path().join("keys");
    set_mode(&folder, 0o755);
    let fault = KeyFolder::open(&folder).err().unwrap().to_string();
    assert!(fault.contains("0755") && fault.ends_with(&format!("chmod 700 {}", folder.display())), "{fault}");
    assert!(KeyFolder::create(&folder).is_err(), "an open folder is not taken over");
}

#[test]
fn what_is_missing_or_exchanged_is_named() {
    let kept = kept();
    let [first, second] = [(); 2].map(|()| kept.add(Purpose::DataIntegrity).kid());
    let absent: Kid = "z6MkAbsent".parse().unwrap();
    assert!(matches!(kept.fault(&absent), KeyFileFault::Missing { .. }));

    let (own, other) = (kept.folder.key_file(&first), kept.folder.key_file(&second));
    let first_key = fs::read(&own).unwrap();
    fs::copy(&other, &own).unwrap();
    assert!(matches!(kept.fault(&first), KeyFileFault::AnotherKey { .. }));
    fs::write(&own, first_key).unwrap();

    let sidecar = kept.folder.sidecar_file(&first);
    let description = fs::read_to_string(&sidecar).unwrap();
    fs::copy(kept.folder.sidecar_file(&second), &sidecar).unwrap();
    assert!(kept.fault(&first).to_string().contains(&format!("it describes the key {second}")));
    for wrong in [
        "",
        "{}",
        "[",
        &description.replace("ed25519", "rs256"),
        &description.replace("2026", "some"),
        &description.replace("\"issuer\"", "\"kid\""),
    ] {
        fs::write(&sidecar, wrong).unwrap();
        assert!(matches!(kept.fault(&first), KeyFileFault::Sidecar { .. }), "{wrong}");
    }
    fs::remove_file(&sidecar).unwrap();
    let fault = kept.fault(&first);
    assert!(matches!(fault, KeyFileFault::NoSidecar { .. }), "{fault}");
    assert!(fault.to_string().contains("Restore both"), "{fault}");
}

#[test]
fn a_file_of_another_kind_is_said_to_be_one() {
    let kept = kept();
    let kid = kept.add(Purpose::DataIntegrity).kid();
    let path = kept.folder.key_file(&kid);
    let pem = fs::read_to_string(&path).unwrap();
    let cases = [
        (String::new(), EnvelopeFault::NotAKey),
        ("\u{0}".repeat(100), EnvelopeFault::NotAKey),
        (pem.replace("ENCRYPTED PRIVATE KEY", "CERTIFICATE"), EnvelopeFault::NotAKey),
        (pem.replace("ENCRYPTED ", ""), EnvelopeFault::NotEncrypted),
        (pem.replace("ENCRYPTED ", "RSA "), EnvelopeFault::NotEncrypted),
        (pem.replace("MIG", "MIH"), EnvelopeFault::NotAKey),
    ];
    for (text, expected) in cases {
        fs::write(&path, &text).unwrap();
        let fault = kept.fault(&kid);
        assert!(matches!(&fault, KeyFileFault::Envelope { fault, .. } if *fault == expected), "{fault} for {text:.60}");
    }
}

#[test]
fn a_file_cannot_ask_for_hours_of_work() {
    let kept = kept();
    let kid = kept.add(Purpose::DataIntegrity).kid();
    let parameters = Parameters::generate_pbkdf2_sha256_aes256cbc(10_000_001, &[7; 16], [7; 16]).unwrap();
    let info =
        EncryptedPrivateKeyInfoRef { encryption_algorithm: parameters.into(), encrypted_data: OctetStringRef::new(&[7; 48]).unwrap() };
    fs::write(kept.folder.key_file(&kid), pem_of(&info.to_der().unwrap())).unwrap();
    assert!(matches!(kept.fault(&kid), KeyFileFault::Envelope { fault: EnvelopeFault::Rounds { rounds: 10_000_001 }, .. }));
}
