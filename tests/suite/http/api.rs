//! The API of trainers' programs: a badge's whole life over it, refusals first.

use axum::http::Method;
use insignia::community::people::Account;
use insignia::vocabulary::ids::NominationId;
use serde_json::{Value, json};

use super::visit::{Seen, Visitor};
use crate::harness::{Harness, on_both_backends};
use crate::world::{CLASS, TRAINER_CLASS, World};

/// Everybody who may come: two mandated trainers, a person without a mandate, nobody.
struct Cast {
    world: World,
    anna: Visitor,
    badri: Visitor,
    nobody: Visitor,
    stranger: Visitor,
}

impl Cast {
    async fn new(harness: &Harness) -> Self {
        let world = World::new(harness).await;
        let nobody = Visitor::new(&world, harness);
        let stranger = world.person("Stranger").await;
        Self {
            anna: nobody.signed_in(&world.anna).await,
            badri: nobody.signed_in(&world.badri).await,
            stranger: nobody.signed_in(&stranger).await,
            nobody,
            world,
        }
    }

    async fn nominated(&self, name: &str, class: &str) -> (Account, String) {
        let holder = self.world.person(name).await;
        let made = self.anna.post("/api/nominations", &nomination(&holder, class, name)).await;
        assert_eq!(made.status, 201, "{}", made.text());
        (holder, made.json()["nomination"].as_str().unwrap().to_owned())
    }

    async fn attested(&self, name: &str) -> (Account, String) {
        let (holder, nomination) = self.nominated(name, CLASS).await;
        let made = self.anna.post(&format!("/api/nominations/{nomination}/attestations"), &self.everything(CLASS)).await;
        assert_eq!(made.status, 201, "{}", made.text());
        (holder, nomination)
    }

    async fn issued(&self, name: &str) -> (Account, String) {
        let (holder, nomination) = self.attested(name).await;
        let made = self.anna.post("/api/credentials", &json!({ "nominations": [nomination] })).await;
        (holder, made.json()["results"][0]["credential"].as_str().unwrap_or_else(|| panic!("{}", made.text())).to_owned())
    }

    /// An attestation of every criterion.
    fn everything(&self, class: &str) -> Value {
        let class = self.world.office.community().catalog().class(class).unwrap();
        let level = class.rubric().map(|rubric| rubric.required().to_owned());
        let criteria: Vec<Value> = class.criteria().iter().map(|c| json!({ "criterion": c.id(), "level": level })).collect();
        json!({ "criteria": criteria, "statement": "Done well.", "evidence": [{ "narrative": "Seen at the event." }, { "url": "https://commons.wikimedia.org/wiki/Event" }] })
    }
}

fn nomination(holder: &Account, class: &str, name: &str) -> Value {
    json!({
        "account": holder.id().to_string(),
        "class": class,
        "language": "en",
        "release": { "names": [name], "confirmed_by": "holder" },
    })
}

fn refused(seen: &Seen, status: u16, slug: &str) {
    assert_eq!((seen.status, seen.problem().as_str()), (status, slug), "{}", seen.text());
    assert_eq!(seen.header("content-type"), "application/problem+json");
}

on_both_backends! {
    async fn whoever_has_no_good_token_gets_nothing(harness) {
        let cast = Cast::new(&harness).await;
        for token in ["", "x", "insignia_AAAA", &format!("insignia_{}", "A".repeat(43))] {
            let seen = cast.nobody.with_token(token).post("/api/accounts", &json!({ "display_name": "A" })).await;
            refused(&seen, 401, "signed-out");
            assert!(seen.header("www-authenticate").starts_with("Bearer"));
        }
        let community = cast.world.office.community();
        let token = community.give_token(cast.world.anna.id(), "laptop", 30).await.unwrap();
        let visitor = cast.nobody.with_token(token.reveal());
        assert_eq!(visitor.post("/api/accounts", &json!({ "display_name": "A" })).await.status, 201);
        community.revoke_token(cast.world.anna.id(), &token.digest().fingerprint()).await.unwrap();
        refused(&visitor.post("/api/accounts", &json!({ "display_name": "A" })).await, 401, "signed-out");
        let other = community.give_token(cast.world.anna.id(), "laptop", 1).await.unwrap();
        harness.clock.advance(86_400);
        refused(&cast.nobody.with_token(other.reveal()).post("/api/accounts", &json!({ "display_name": "A" })).await, 401, "signed-out");
        harness.finish().await;
    }

    async fn a_body_that_is_not_as_described_is_refused(harness) {
        let cast = Cast::new(&harness).await;
        let send = async |kind: &str, body: &str| {
            cast.anna.send(Method::POST, "/api/accounts", &[("content-type", kind)], body.to_owned().into()).await
        };
        refused(&send("text/plain", "{}").await, 415, "unknown-media-type");
        for wrong in ["{", "[]", "{\"display_name\":\"A\",\"display_name\":\"B\"}", "{\"display_name\":\"A\",\"admin\":true}", "{\"minor\":1}"] {
            let seen = send("application/json", wrong).await;
            refused(&seen, 400, "malformed");
            assert!(seen.json()["detail"].as_str().is_some_and(|d| d.len() > 10), "{wrong}: {}", seen.text());
        }
        refused(&send("application/json", &format!("{{\"display_name\":\"{}\"}}", "x".repeat(256 * 1024))).await, 413, "too-large");
        refused(&send("application/json; charset=utf-8", "{}").await, 422, "refused");
        refused(&cast.anna.post("/api/nominations/x/attestations", &json!({ "criteria": [] })).await, 404, "not-found");
        harness.finish().await;
    }

    async fn only_trainers_register_and_nominate(harness) {
        let cast = Cast::new(&harness).await;
        let holder = cast.world.person("Ada").await;
        refused(&cast.stranger.post("/api/accounts", &json!({ "display_name": "A" })).await, 403, "not-allowed");
        refused(&cast.stranger.post("/api/nominations", &nomination(&holder, CLASS, "Ada")).await, 403, "not-allowed");
        refused(&cast.anna.post("/api/nominations", &nomination(&holder, "grant-writer", "Ada")).await, 403, "not-allowed");
        let unknown = json!({ "account": "7zzzzzzzzzzzzzzzzzzzzzzzzz", "class": CLASS });
        refused(&cast.anna.post("/api/nominations", &unknown).await, 422, "refused");
        let unconfirmed = json!({ "account": holder.id().to_string(), "class": CLASS, "release": { "names": ["Ada"] } });
        refused(&cast.anna.post("/api/nominations", &unconfirmed).await, 422, "refused");
        let made = cast.anna.post("/api/accounts", &json!({ "user_name": "Ada", "shown_as": "account", "minor": false })).await;
        let again = cast.badri.post("/api/accounts", &json!({ "user_name": "Ada" })).await;
        assert_eq!((made.status, made.json()), (201, again.json()), "the same person is found again");
        harness.finish().await;
    }

    async fn a_nomination_is_seen_by_its_holder_and_its_trainers_only(harness) {
        let cast = Cast::new(&harness).await;
        let (holder, nomination) = cast.nominated("Ada", TRAINER_CLASS).await;
        let path = format!("/api/nominations/{nomination}");
        refused(&cast.nobody.get(&path, &[]).await, 401, "signed-out");
        refused(&cast.stranger.get(&path, &[]).await, 404, "not-found");
        refused(&cast.anna.get("/api/nominations/7zzzzzzzzzzzzzzzzzzzzzzzzz", &[]).await, 404, "not-found");
        assert_eq!(cast.nobody.signed_in(&holder).await.get(&path, &[]).await.status, 200);
        let first = cast.anna.post(&format!("{path}/attestations"), &cast.everything(TRAINER_CLASS)).await;
        assert_eq!(first.status, 201, "{}", first.text());
        let standing = cast.badri.get(&path, &[]).await.json();
        assert_eq!((standing["complete"].as_bool(), standing["state"].as_str()), (Some(false), Some("open")));
        assert_eq!((standing["criteria"][0]["trainers"].as_u64(), standing["criteria"][0]["quorum"].as_u64()), (Some(1), Some(2)));
        let early = cast.anna.post("/api/credentials", &json!({ "nominations": [nomination] })).await;
        let result = &early.json()["results"][0];
        assert_eq!((early.status, result["problem"]["status"].as_u64()), (200, Some(422)), "{result}");
        assert!(result["problem"]["detail"].as_str().unwrap().contains("1 of 2 trainers"), "{result}");
        cast.badri.post(&format!("{path}/attestations"), &cast.everything(TRAINER_CLASS)).await;
        assert_eq!(cast.anna.get(&path, &[]).await.json()["complete"], true);
        harness.finish().await;
    }

    async fn attesting_is_for_others_by_the_entitled_and_once(harness) {
        let cast = Cast::new(&harness).await;
        let (_, nomination) = cast.nominated("Ada", CLASS).await;
        let path = format!("/api/nominations/{nomination}/attestations");
        refused(&cast.nobody.post(&path, &cast.everything(CLASS)).await, 401, "signed-out");
        refused(&cast.stranger.post(&path, &cast.everything(CLASS)).await, 403, "not-allowed");
        let own = cast.badri.post("/api/nominations", &nomination_of(&cast.world.anna)).await.json();
        let own = format!("/api/nominations/{}/attestations", own["nomination"].as_str().unwrap());
        refused(&cast.anna.post(&own, &cast.everything(CLASS)).await, 403, "not-allowed");
        refused(&cast.anna.post(&path, &json!({ "criteria": [], "statement": "x" })).await, 422, "refused");
        refused(&cast.anna.post(&path, &json!({ "criteria": [{ "criterion": "none" }], "statement": "x" })).await, 422, "refused");
        let script = json!({ "criteria": cast.everything(CLASS)["criteria"], "evidence": [{ "url": "javascript:alert(1)" }] });
        refused(&cast.anna.post(&path, &script).await, 422, "refused");
        let first = cast.anna.post(&path, &cast.everything(CLASS)).await;
        let again = cast.anna.post(&path, &cast.everything(CLASS)).await;
        assert_eq!((first.status, first.json()), (201, again.json()), "a double tap changes nothing");
        let attestation = first.json()["attestation"].as_str().unwrap().to_owned();
        let withdraw = format!("/api/attestations/{attestation}/withdraw");
        refused(&cast.badri.post(&withdraw, &json!({ "reason": "not mine" })).await, 403, "not-allowed");
        let withdrawn = cast.anna.post(&withdraw, &json!({ "reason": "I was wrong" })).await;
        assert_eq!((withdrawn.status, &withdrawn.json()["revocation_request"]), (200, &Value::Null));
        refused(&cast.anna.post(&withdraw, &json!({ "reason": "again" })).await, 409, "conflict");
        harness.finish().await;
    }

    async fn a_batch_says_for_each_what_became_of_it(harness) {
        let cast = Cast::new(&harness).await;
        let (_, ready) = cast.attested("Ada").await;
        let (_, bare) = cast.nominated("Bo", CLASS).await;
        refused(&cast.nobody.post("/api/credentials", &json!({ "nominations": [ready] })).await, 401, "signed-out");
        refused(&cast.anna.post("/api/credentials", &json!({ "nominations": [] })).await, 422, "refused");
        let other = cast.stranger.post("/api/credentials", &json!({ "nominations": [ready] })).await.json();
        assert_eq!(other["results"][0]["problem"]["status"], 403);
        let batch = cast.anna.post("/api/credentials", &json!({ "nominations": [bare, ready, "x"] })).await;
        let results = batch.json()["results"].clone();
        assert_eq!((batch.status, results.as_array().unwrap().len()), (200, 3));
        assert_eq!((results[0]["problem"]["status"].as_u64(), results[2]["problem"]["status"].as_u64()), (Some(422), Some(404)));
        let credential = results[1]["credential"].as_str().unwrap().to_owned();
        let again = cast.badri.post("/api/credentials", &json!({ "nominations": [ready] })).await.json();
        assert_eq!(again["results"][0]["credential"], credential, "asking again gives the same badge");
        let page = cast.nobody.page(&format!("/c/{credential}")).await;
        assert!(page.text().contains("Genuine and current") && page.text().contains("Ada"));
        harness.finish().await;
    }

    async fn badges_asked_for_at_once_are_each_issued_once(harness) {
        let cast = Cast::new(&harness).await;
        let mut nominations = Vec::new();
        for name in ["Ada", "Bo", "Cy"] {
            nominations.push(cast.attested(name).await.1);
        }
        let gatherer = cast.nobody.door.site().gatherer().clone();
        let ids: Vec<NominationId> = nominations.iter().map(|id| id.parse().unwrap()).collect();
        let asks: Vec<_> = (0..12)
            .map(|n| {
                let (gatherer, mine) = (gatherer.clone(), [ids[n % 3], ids[(n + 1) % 3], ids[n % 3]]);
                tokio::spawn(async move { gatherer.issue(&mine).await })
            })
            .collect();
        let mut seen = std::collections::BTreeMap::new();
        for ask in asks {
            for published in ask.await.unwrap() {
                let published = published.unwrap();
                let first = seen.entry(published.award().nomination().to_string()).or_insert(published.award().credential());
                assert_eq!(*first, published.award().credential());
            }
        }
        assert_eq!(seen.len(), 3);
        harness.finish().await;
    }

    async fn the_same_key_gives_the_same_bytes(harness) {
        let cast = Cast::new(&harness).await;
        let (_, nomination) = cast.attested("Ada").await;
        let (_, other) = cast.attested("Bo").await;
        let key = [("idempotency-key", "k-1")];
        let body = json!({ "nominations": [nomination] });
        let ten: Vec<_> = futures(&cast.anna, &key, &body).await;
        assert!(ten.iter().all(|seen| seen.status == 200 && seen.body == ten[0].body), "{ten:?}");
        refused(&cast.anna.post_with("/api/credentials", &key, &json!({ "nominations": [other] })).await, 422, "key-reused");
        refused(&cast.anna.post_with("/api/accounts", &key, &body).await, 400, "malformed");
        assert_ne!(cast.badri.post_with("/api/credentials", &key, &json!({ "nominations": [other] })).await.status, 422, "keys are each one's own");
        for wrong in ["", &"x".repeat(200)] {
            refused(&cast.anna.post_with("/api/credentials", &[("idempotency-key", wrong)], &body).await, 400, "malformed");
        }
        let (_, bare) = cast.nominated("Cy", CLASS).await;
        let path = format!("/api/nominations/{bare}/attestations");
        refused(&cast.anna.post_with(&path, &[("idempotency-key", "k-2")], &json!({ "criteria": [] })).await, 422, "refused");
        let fixed = cast.anna.post_with(&path, &[("idempotency-key", "k-2")], &cast.everything(CLASS)).await;
        assert_eq!(fixed.status, 201, "a refusal keeps nothing: {}", fixed.text());
        harness.finish().await;
    }

    async fn a_correction_keeps_the_address_and_changes_the_name(harness) {
        let cast = Cast::new(&harness).await;
        let (holder, credential) = cast.issued("Ad").await;
        let path = format!("/api/credentials/{credential}/corrections");
        let corrected = json!({ "release": { "names": ["Ada"], "confirmed_by": "holder" } });
        refused(&cast.nobody.post(&path, &corrected).await, 401, "signed-out");
        refused(&cast.stranger.post(&path, &corrected).await, 403, "not-allowed");
        harness.clock.advance(60);
        let made = cast.nobody.signed_in(&holder).await.post(&path, &corrected).await;
        assert_eq!((made.status, made.json()["edition"].as_u64()), (201, Some(2)), "{}", made.text());
        let page = cast.nobody.page(&format!("/c/{credential}")).await;
        assert!(page.text().contains("Ada") && page.text().contains("Genuine and current"), "{}", page.text());
        harness.finish().await;
    }

    async fn suspending_needs_a_reason_and_a_right(harness) {
        let cast = Cast::new(&harness).await;
        let (_, credential) = cast.issued("Ada").await;
        let path = format!("/api/credentials/{credential}/suspension");
        let delete = async |who: &Visitor| who.send(Method::DELETE, &path, &[], axum::body::Body::empty()).await;
        refused(&cast.nobody.post(&path, &json!({ "reason": "x" })).await, 401, "signed-out");
        refused(&cast.stranger.post(&path, &json!({ "reason": "x" })).await, 403, "not-allowed");
        refused(&cast.anna.post(&path, &json!({ "reason": " " })).await, 422, "refused");
        refused(&delete(&cast.anna).await, 409, "conflict");
        assert_eq!(cast.anna.post(&path, &json!({ "reason": "being looked into" })).await.status, 200);
        refused(&cast.anna.post(&path, &json!({ "reason": "twice" })).await, 409, "conflict");
        refused(&delete(&cast.stranger).await, 403, "not-allowed");
        assert_eq!(delete(&cast.badri).await.status, 200);
        refused(&cast.anna.post("/api/credentials/7zzzzzzzzzzzzzzzzzzzzzzzzz/suspension", &json!({ "reason": "x" })).await, 404, "not-found");
        harness.finish().await;
    }

    async fn a_revocation_needs_two_people_and_is_final(harness) {
        let cast = Cast::new(&harness).await;
        let (_, credential) = cast.issued("Ada").await;
        let path = format!("/api/credentials/{credential}/revocation-requests");
        refused(&cast.stranger.post(&path, &json!({ "reason": "error" })).await, 403, "not-allowed");
        refused(&cast.anna.post(&path, &json!({ "reason": "superseded" })).await, 422, "refused");
        refused(&cast.anna.post(&path, &json!({ "reason": "whim" })).await, 422, "refused");
        let request = cast.anna.post(&path, &json!({ "reason": "error", "note": "wrong person" })).await;
        assert_eq!(request.status, 201, "{}", request.text());
        let request = request.json()["revocation_request"].as_str().unwrap().to_owned();
        let confirm = format!("/api/revocation-requests/{request}/confirm");
        refused(&cast.nobody.post(&confirm, &json!({})).await, 401, "signed-out");
        refused(&cast.stranger.post(&confirm, &json!({})).await, 403, "not-allowed");
        refused(&cast.anna.post(&confirm, &json!({})).await, 403, "not-allowed");
        assert_eq!(cast.badri.post(&confirm, &json!({})).await.status, 200);
        refused(&cast.badri.post(&confirm, &json!({})).await, 409, "conflict");
        refused(&cast.badri.post(&format!("/api/revocation-requests/{request}/decline"), &json!({})).await, 409, "conflict");
        refused(&cast.anna.post(&path, &json!({ "reason": "error" })).await, 409, "conflict");
        assert!(cast.nobody.page(&format!("/c/{credential}")).await.text().contains("revoked by its issuer"));
        harness.finish().await;
    }
}

fn nomination_of(holder: &Account) -> Value {
    json!({ "account": holder.id().to_string(), "class": CLASS })
}

/// The same request ten times at once.
async fn futures(visitor: &Visitor, fields: &[(&str, &str)], body: &Value) -> Vec<Seen> {
    let ask = || visitor.post_with("/api/credentials", fields, body);
    let five = async || <[Seen; 5]>::from(tokio::join!(ask(), ask(), ask(), ask(), ask()));
    let (some, others) = tokio::join!(five(), five());
    some.into_iter().chain(others).collect()
}
