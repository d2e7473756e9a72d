"""Badges of ours before openbadgeslib: JSON, JWT, PNG and SVG; and no tampered copy of any.

What it cannot do, and what is done instead:

- It verifies the proof of a status list only if the list is a JWT. Ours is JSON with a Data Integrity
  proof, which OB 3.0 prefers, so the bit is read by it, and the list's proof is verified by its own
  function for such proofs.
- A `did:key` names one key, an Ed25519 one; nothing ties the RSA key of the JWT form to it. The key
  is taken from the token's own header, as its user would have to be told it.
"""

import base64
import json
import unittest

from jwt.algorithms import RSAAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from openbadgeslib import ob3

from program import Demo


def decoded(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def key_of(token):
    """The key in a token's own header, as PEM."""
    jwk = json.loads(decoded(token.split(".")[0]))["jwk"]
    return RSAAlgorithm.from_jwk(json.dumps(jwk)).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def mutants(text, count):
    """Copies with one changed character, at places spread over all of it."""
    step = max(1, len(text) // count)
    for place in range(0, len(text), step):
        other = "A" if text[place] != "A" else "B"
        yield place, text[:place] + other + text[place + 1:]


class Ours(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.demo = Demo()
        cls.addClassCleanup(cls.demo.close)

    def json_form(self, text):
        # Without a key of one's own it takes the one that the proof names, which must be the issuer's.
        return ob3.OB3LdpVerifier().verify(text, check_status=True, verify_status_list=False, download=self.demo.fetch)

    def jwt_form(self, token, key):
        return ob3.OB3Verifier(key).verify(token, check_status=True, verify_status_list=False, download=self.demo.fetch)

    def whichever(self, text, key):
        return self.json_form(text) if text.lstrip().startswith("{") else self.jwt_form(text, key)

    def forms(self, files):
        """What the package finds in each file of one badge."""
        return {
            "json": files["json"].decode(),
            "jwt": files["jwt"].decode(),
            "png": ob3.OB3Verifier.extract_token_from_png(files["png"]),
            "svg": ob3.OB3Verifier.extract_token_from_svg(files["svg"]),
        }

    def test_every_form_of_every_current_badge_is_accepted(self):
        badges = self.demo.files("current", "reinstated", "corrected")
        self.assertGreaterEqual(len(badges), 6)
        for files in badges:
            whole = json.loads(files["json"])
            for form, text in self.forms(files).items():
                with self.subTest(badge=whole["id"], form=form):
                    credential = self.whichever(text, key_of(files["jwt"].decode()))
                    self.assertEqual(credential.id, whole["id"])
                    self.assertEqual(credential.issuer.id, whole["issuer"]["id"])
                    self.assertEqual(credential.achievement.name, whole["credentialSubject"]["achievement"]["name"])

    def test_the_proof_of_our_status_list_holds(self):
        badge = json.loads(self.demo.files("current")[0]["json"])
        status = json.loads(self.demo.fetch(badge["credentialStatus"]["statusListCredential"]))
        self.assertEqual(status["issuer"], badge["issuer"]["id"])
        key = ob3.resolve_did(status["issuer"])
        ob3.verify_data_integrity_proof(status, key)
        status["validUntil"] = "2099-01-01T00:00:00Z"
        with self.assertRaises(ob3.OB3VerificationError):
            ob3.verify_data_integrity_proof(status, key)

    def test_a_revoked_badge_is_refused_in_every_form(self):
        (files,) = self.demo.files("revoked")
        for form, text in self.forms(files).items():
            with self.subTest(form=form), self.assertRaisesRegex(ob3.OB3VerificationError, "revocation"):
                self.whichever(text, key_of(files["jwt"].decode()))

    def test_no_copy_of_the_json_form_with_a_changed_character_is_accepted(self):
        text = self.demo.files("current")[0]["json"].decode()
        tried = 0
        for place, mutant in mutants(text, 60):
            with self.subTest(place=place), self.assertRaises(ob3.OB3VerificationError):
                self.json_form(mutant)
            tried += 1
        self.assertGreaterEqual(tried, 60)

    def test_no_copy_of_the_jwt_form_with_a_changed_character_is_accepted(self):
        token = self.demo.files("current")[0]["jwt"].decode()
        key = key_of(token)
        tried = 0
        # The last character has bits that nothing uses.
        for place, mutant in mutants(token[:-1], 120):
            with self.subTest(place=place), self.assertRaises(ob3.OB3VerificationError):
                self.jwt_form(mutant + token[-1], key)
            tried += 1
        self.assertGreaterEqual(tried, 100)

    def test_other_claims_under_the_same_signature_are_refused(self):
        token = self.demo.files("current")[0]["jwt"].decode()
        header, payload, signature = token.split(".")
        claims = json.loads(decoded(payload))
        claims["credentialSubject"]["achievement"]["name"] = "Another badge"
        forged = ".".join([header, encoded(json.dumps(claims).encode()), signature])
        with self.assertRaises(ob3.OB3VerificationError):
            self.jwt_form(forged, key_of(token))

    def test_pictures_with_another_name_in_them_are_refused(self):
        files = self.demo.files("current")[0]
        badge = json.loads(files["json"])
        name = badge["credentialSubject"]["achievement"]["name"].encode()
        other = bytes(name[:-1]) + (b"x" if name[-1:] != b"x" else b"y")
        svg = files["svg"].replace(name, b"Another badge")
        self.assertNotEqual(svg, files["svg"])
        with self.assertRaises(ob3.OB3VerificationError):
            self.json_form(ob3.OB3Verifier.extract_token_from_svg(svg))
        # In a PNG the checksum of the chunk is wrong as well: the reader refuses it already.
        png = files["png"].replace(name, other)
        self.assertNotEqual(png, files["png"])
        with self.assertRaises(Exception):
            self.json_form(ob3.OB3Verifier.extract_token_from_png(png))


if __name__ == "__main__":
    unittest.main()
