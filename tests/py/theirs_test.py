"""Badges that openbadgeslib signs before our verifier: JSON, JWT, PNG and SVG; and no tampered copy of any.

What it cannot do: sign with PS256, P-384 or any Data Integrity suite but `eddsa-rdfc-2022`; it writes
its tokens without `sub` when the badge has no recipient id, so every badge here has one.
"""

import json
import re
import struct
import unittest
import zlib
from datetime import datetime, timedelta, timezone

from openbadgeslib import KeyFactory, ob3
from openbadgeslib.keys import KeyType, public_jwk_from_pem

from program import verdict

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="#36c"/></svg>'


def png():
    """The least picture: one grey pixel."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")


def keys(kind):
    pair = KeyFactory(kind)
    pair.generate_keypair()
    return pair.get_priv_key_pem(), pair.get_pub_key_pem()


def credential(issuer):
    """A badge with most of what the package knows to write."""
    now = datetime.now(timezone.utc).replace(microsecond=0)
    level = ob3.ResultDescription(id="urn:uuid:0d9a4d5f-7c6e-4a52-8d3c-0a4e9b1f2c3d", name="Status", result_type="Status")
    achievement = ob3.Achievement(
        id="https://issuer.example/achievements/1", name="Обʼєднання 王", description="Shown in practice.",
        criteria_narrative="Do it twice.", tags=["wiki"], achievement_type="Badge",
        alignments=[ob3.Alignment(target_name="Facilitation", target_url="https://issuer.example/skills/1")],
        result_descriptions=[level])
    return ob3.OpenBadgeCredential(
        issuer=ob3.Issuer(id=issuer, name="Example User Group", url="https://issuer.example/"),
        recipient_id="did:example:holder", achievement=achievement,
        id="urn:uuid:7b3a3d6e-3f2c-4c55-9f5c-8b1f0a9f6d2e", name="Facilitator",
        issuance_date=now - timedelta(hours=1), expiration_date=now + timedelta(days=365),
        evidence=[ob3.Evidence(id="https://issuer.example/evidence/1", name="A session", narrative="It went well.")],
        results=[ob3.Result(status="Completed", result_description=level.id)])


class Theirs(unittest.TestCase):
    def assert_valid(self, badge, did_document=None):
        code, answer = verdict(badge, did_document)
        self.assertEqual(code, 0, json.dumps(answer, indent=1, ensure_ascii=False))

    def assert_refused(self, badge, did_document=None):
        code, answer = verdict(badge, did_document)
        self.assertIn(code, (1, 2, 3), json.dumps(answer, indent=1, ensure_ascii=False))

    def assert_no_mutant_passes(self, text, did_document=None, count=30):
        whole = None
        if text.startswith("{"):
            whole = json.loads(text)
        step = max(1, len(text) // count)
        for place in range(0, len(text), step):
            other = "A" if text[place] != "A" else "B"
            mutant = text[:place] + other + text[place + 1:]
            try:
                if whole is not None and json.loads(mutant) == whole:
                    continue
            except ValueError:
                pass
            with self.subTest(place=place):
                self.assert_refused(mutant.encode(), did_document)

    def test_data_integrity_in_every_file(self):
        private, public = keys(KeyType.ED25519)
        issuer = ob3.did_key_from_pem(public)
        signer = ob3.OB3LdpSigner(private)
        text = signer.sign_to_json(credential(issuer))
        self.assert_valid(text.encode())
        self.assert_no_mutant_passes(text)
        svg, picture = signer.sign_into_svg(credential(issuer), SVG), signer.sign_into_png(credential(issuer), png())
        self.assert_valid(svg)
        self.assert_valid(picture)
        self.assert_refused(svg.replace(b"Facilitator", b"Facilitatox"))
        self.assert_refused(picture.replace(b"Facilitator", b"Facilitatox"))
        other = json.loads(text)
        other["name"] = "Another badge"
        self.assert_refused(json.dumps(other).encode())

    def test_tokens_of_a_did_web_issuer_in_every_file(self):
        issuer = "did:web:issuer.example"
        for kind, algorithm in [(KeyType.RSA, "RS256"), (KeyType.ECC, "ES256"), (KeyType.ED25519, "EdDSA")]:
            private, public = keys(kind)
            document = ob3.build_did_document(issuer, [("key-1", public_jwk_from_pem(public))])
            signer = ob3.OB3Signer(private, algorithm)
            with self.subTest(algorithm=algorithm):
                token = signer.sign(credential(issuer))
                self.assert_valid(token.encode(), document)
                self.assert_refused(token.encode())
                self.assert_no_mutant_passes(token[:-2], document, count=12)
                svg, picture = signer.sign_into_svg(credential(issuer), SVG), signer.sign_into_png(credential(issuer), png())
                self.assert_valid(svg, document)
                self.assert_valid(picture, document)
                self.assert_refused(re.sub(rb"eyJ", b"eyK", svg, count=1), document)
                _, stranger = keys(kind)
                elsewhere = ob3.build_did_document(issuer, [("key-1", public_jwk_from_pem(stranger))])
                self.assert_refused(token.encode(), elsewhere)

    def test_tokens_of_a_did_key_issuer(self):
        for kind, algorithm in [(KeyType.ECC, "ES256"), (KeyType.ED25519, "EdDSA")]:
            private, public = keys(kind)
            with self.subTest(algorithm=algorithm):
                token = ob3.OB3Signer(private, algorithm).sign(credential(ob3.did_key_from_pem(public)))
                self.assert_valid(token.encode())
                _, stranger = keys(kind)
                self.assert_refused(ob3.OB3Signer(private, algorithm).sign(credential(ob3.did_key_from_pem(stranger))).encode())

    def test_what_has_ended_is_refused(self):
        private, public = keys(KeyType.ED25519)
        ended = credential(ob3.did_key_from_pem(public))
        ended.issuance_date -= timedelta(days=800)
        ended.expiration_date -= timedelta(days=400)
        code, answer = verdict(ob3.OB3LdpSigner(private).sign_to_json(ended).encode())
        self.assertEqual(code, 1, answer)
        self.assertIn("expired", json.dumps(answer))


if __name__ == "__main__":
    unittest.main()
