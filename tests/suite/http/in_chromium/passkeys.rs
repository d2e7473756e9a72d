//! Passkeys, with the virtual authenticator.

use serde_json::json;

use super::{Backend, Harness, Served, Steps, chromium, run};

#[test]
fn a_passkey_is_made_and_used_on_a_phone_and_a_page_without_scripts_says_what_it_lacks() {
    let Some(chromium) = chromium("passkeys") else { return };
    run(Backend::Sqlite, async move |harness: Harness| {
        let served = Served::new(&harness).await;
        let office = &served.world.office;
        let invitation = office.community().invite(served.world.anna.id()).await.unwrap();
        let link = office.addresses().sign_in_link(invitation.secret.reveal());
        let steps = Steps::of("passkey.mjs", &[chromium, &link]).await;
        let said = &steps.said;
        assert!(steps.text("entered").contains("You have none yet") && steps.text("entered").contains("Android, Chrome"), "{said}");
        assert!(steps.text("entered").contains("Later"), "{said}");
        assert!(steps.text("made").contains("my phone"), "{said}");
        assert!(
            steps.step("made")["onto"].as_str().is_some_and(|address| address.ends_with("/training")),
            "on to where she was going: {said}"
        );
        assert_eq!(steps.step("made")["discoverable"], json!([true]), "found without a name");
        assert_eq!(steps.step("left")["cookies"], 0);
        assert!(steps.text("returned").contains("Anna") && steps.text("returned").contains("with a passkey"), "{said}");
        assert_eq!(steps.step("returned")["cookie"], json!({ "httpOnly": true, "sameSite": "Lax" }));
        assert_eq!(steps.step("unverified")["said"], "cancelled", "without a finger nobody gets in");
        assert_eq!(steps.step("console")["refused"], json!([]), "the policy of the pages stops nothing of theirs");
        assert!(steps.text("plain").contains("JavaScript") && steps.step("plain")["forms"] == 0, "{said}");
        served.close().await;
        harness.finish().await;
    });
}
