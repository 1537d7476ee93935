"""The Python package: python3 -m unittest, with CIMGATE_LIBRARY where the library is not installed."""
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cimgate

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
VALID = (EXAMPLES / "RequestStartOfSupply/valid/change-of-supplier.xml").read_bytes()
INVALID = (EXAMPLES / "RequestStartOfSupply/invalid/misspelt-element.xml").read_bytes()


class GatewayTest(unittest.TestCase):
    def setUp(self):
        self.gateway = cimgate.Gateway()
        self.addCleanup(self.gateway.close)

    def test_validates(self):
        checked = self.gateway.validate(VALID, file="bytte-æøå.xml")
        self.assertEqual((checked.status, checked.verdict, checked.message),
                         (cimgate.Status.FINE, "valid", "RequestStartOfSupply"))
        self.assertEqual(checked.json["file"], "bytte-æøå.xml")
        checked = self.gateway.validate(INVALID.decode())
        self.assertEqual((checked.status, checked.verdict), (cimgate.Status.FOUND, "invalid"))
        self.assertEqual(checked.findings[0]["rule"], "schema.unexpected-element")
        self.assertEqual(checked.findings[0]["line"], 24)

    def test_what_cannot_be_judged_is_not_valid(self):
        checked = self.gateway.validate(VALID, level="market")
        self.assertEqual((checked.status, checked.verdict), (cimgate.Status.UNDETERMINED, "undetermined"))

    def test_knows_the_market(self):
        with cimgate.Gateway(market=str(EXAMPLES / "takeover/market.yaml")) as gateway:
            message = (EXAMPLES / "takeover/104-new-supplier.xml").read_bytes()
            self.assertEqual(gateway.validate(message).verdict, "invalid")
            self.assertEqual(gateway.validate(message, level="message").verdict, "valid")

    def test_translates_there_and_back(self):
        there = self.gateway.translate(VALID)
        back = self.gateway.translate(there.result)
        self.assertEqual((there.status, back.status), (cimgate.Status.FINE, cimgate.Status.FINE))
        self.assertIn("RequestChangeOfSupplier_MarketDocument", there.result)
        self.assertIn("<rsm:RequestStartOfSupply", back.result)
        self.assertEqual(self.gateway.translate(list(there.files.values())).result, back.result)
        self.assertTrue(self.gateway.round_trip(VALID).equal)
        self.assertEqual(self.gateway.translate(INVALID).result, "")

    def test_translates_and_checks(self):
        one = self.gateway.translate(VALID, files=False)
        self.assertEqual((one.result, one.json["files"]), (self.gateway.translate(VALID).result, []))
        both = self.gateway.translate(VALID, validate="auto", to="cim-xml", compact=True)
        self.assertEqual(both.json["verdict"], "valid")
        self.assertNotIn("\n  <", both.result)

    def test_explains(self):
        values = self.gateway.explain(VALID, path="//mRID").values
        self.assertEqual(values[0]["how"], "copied")

    def test_wrong_calls_say_what_is_wrong(self):
        with self.assertRaisesRegex(cimgate.CallError, "did you mean 'level'"):
            self.gateway.validate(VALID, levle="codes")
        with self.assertRaisesRegex(cimgate.CallError, "/no/such"):
            cimgate.Gateway(data="/no/such")
        with self.assertRaisesRegex(cimgate.CallError, "no input"):
            self.gateway.validate([])
        self.gateway.close()
        with self.assertRaisesRegex(cimgate.CallError, "no gateway"):
            self.gateway.validate(VALID)

    def test_threads_get_the_answers_of_one(self):
        messages = [VALID, INVALID] * 100
        alone = [self.gateway.validate(message) for message in messages[:2]] * 100
        with ThreadPoolExecutor(8) as pool:
            self.assertEqual(list(pool.map(self.gateway.validate, messages)), alone)


if __name__ == "__main__":
    unittest.main()
