#!/usr/bin/env python3
"""Makes the files in encrypted/, pkcs12/ and ml-dsa/ anew. The password is `correct horse` unless the
name says another.

Needs OpenSSL 3 with its legacy provider, keytool (a JDK), pk12util and certutil (NSS), certtool (GnuTLS)
and dilithium-py.
"""

import base64
import hashlib
import hmac
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from dilithium_py.ml_dsa import ML_DSA_44, ML_DSA_65, ML_DSA_87

HERE = Path(__file__).parent
PASSWORD = "correct horse"


def run(*words, **options):
    return subprocess.run(words, check=True, capture_output=True, **options).stdout


def openssl(*words, **options):
    return run("openssl", *words, **options)


# DER


def tlv(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def sequence(*parts):
    return tlv(0x30, *parts)


def integer(number):
    return tlv(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def octets(data):
    return tlv(4, data)


def oid(text):
    first, second, *rest = map(int, text.split("."))
    body = bytes([first * 40 + second])
    for arc in rest:
        group = [arc & 0x7F]
        while arc := arc >> 7:
            group.append(0x80 | arc & 0x7F)
        body += bytes(reversed(group))
    return tlv(6, body)


def elements(der):
    """(tag, content) of each element."""
    found, at = [], 0
    while at < len(der):
        tag, size = der[at], der[at + 1]
        at += 2
        if size & 0x80:
            count = size & 0x7F
            size = int.from_bytes(der[at : at + count], "big")
            at += count
        found.append((tag, der[at : at + size]))
        at += size
    return found


def pem(label, der):
    text = base64.b64encode(der).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return f"-----BEGIN {label}-----\n" + "\n".join(lines) + f"\n-----END {label}-----\n"


# ML-DSA: the seed 000102…1f in the forms of RFC 9881 section 6


def ml_dsa():
    seed = bytes(range(32))
    for name, arc, algorithm in [("44", 17, ML_DSA_44), ("65", 18, ML_DSA_65), ("87", 19, ML_DSA_87)]:
        expanded = algorithm.key_derive(seed)[1]
        other = algorithm.key_derive(bytes(32))[1]
        forms = {
            "seed": tlv(0x80, seed),
            "expanded": octets(expanded),
            "both": sequence(octets(seed), octets(expanded)),
        }
        if name == "44":
            forms["disagreeing"] = sequence(octets(seed), octets(other))
        for form, private in forms.items():
            key = sequence(integer(0), sequence(oid(f"2.16.840.1.101.3.4.3.{arc}")), octets(private))
            (HERE / f"ml-dsa/{name}.{form}.pem").write_text(pem("PRIVATE KEY", key))


# Encrypted PKCS#8


def encrypted():
    key = HERE / "p256.pkcs8.pem"
    base = ["pkcs8", "-topk8", "-in", key, "-passout", f"pass:{PASSWORD}"]
    table = {
        "pbkdf2.sha1.aes-128": ["-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA1"],
        "pbkdf2.sha256.aes-192": ["-v2", "aes-192-cbc", "-v2prf", "hmacWithSHA256"],
        "pbkdf2.sha256.aes-256": ["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA256"],
        "pbkdf2.sha384.aes-256": ["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA384"],
        "pbkdf2.sha512.aes-256": ["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512"],
        "scrypt.aes-256": ["-v2", "aes-256-cbc", "-scrypt", "-scrypt_N", "1024"],
        "scrypt.aes-128": ["-v2", "aes-128-cbc", "-scrypt", "-scrypt_N", "1024", "-scrypt_r", "4", "-scrypt_p", "2"],
        "refused.des3": ["-v2", "des3"],
        "refused.pkcs12-des3": ["-v1", "PBE-SHA1-3DES"],
        "refused.md5-des": ["-v1", "PBE-MD5-DES", "-provider", "default", "-provider", "legacy"],
        "refused.iterations": ["-v2", "aes-256-cbc", "-iter", "10000001"],
    }
    for name, words in table.items():
        openssl(*base, *words, "-out", HERE / f"encrypted/{name}.pem")
    # keyLength, which Java and .NET write and OpenSSL does not.
    salt, iv = b"saltsalt", b"0123456789abcdef"
    derived = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), salt, 2048, 32)
    plain = openssl("pkcs8", "-topk8", "-nocrypt", "-in", key, "-outform", "DER")
    closed = openssl("enc", "-aes-256-cbc", "-K", derived.hex(), "-iv", iv.hex(), input=plain)
    for name, length in [("pbkdf2.key-length", 32), ("refused.key-length", 16)]:
        kdf = sequence(
            oid("1.2.840.113549.1.5.12"),
            sequence(octets(salt), integer(2048), integer(length), sequence(oid("1.2.840.113549.2.9"), tlv(5))),
        )
        cipher = sequence(oid("2.16.840.1.101.3.4.1.42"), octets(iv))
        der = sequence(sequence(oid("1.2.840.113549.1.5.13"), sequence(kdf, cipher)), octets(closed))
        (HERE / f"encrypted/{name}.pem").write_text(pem("ENCRYPTED PRIVATE KEY", der))


# PKCS#12


def certificates(folder):
    """A leaf of ../p256.pkcs8.pem below an intermediate below a root, and one of no relation."""
    (folder / "ca.cnf").write_text("[x]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n")
    (folder / "leaf.cnf").write_text("[x]\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n")
    shutil.copy(HERE / "p256.pkcs8.pem", folder / "leaf.key")
    for name in ["root", "intermediate", "unrelated"]:
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", folder / f"{name}.key")
    for name, issuer in [("root", None), ("intermediate", "root"), ("leaf", "intermediate"), ("unrelated", None)]:
        request = openssl("req", "-new", "-key", folder / f"{name}.key", "-subj", f"/O=Tegata/CN={name}")
        signer = (
            ["-CA", folder / f"{issuer}.pem", "-CAkey", folder / f"{issuer}.key"]
            if issuer
            else ["-key", folder / f"{name}.key"]
        )
        extensions = folder / ("leaf.cnf" if name == "leaf" else "ca.cnf")
        openssl(
            "x509", "-req", *signer, "-days", "36500", "-extfile", extensions, "-extensions", "x",
            "-out", folder / f"{name}.pem", input=request,
        )  # fmt: skip


def joined(folder, *names):
    path = folder / "joined.pem"
    path.write_bytes(b"".join((folder / f"{name}.pem").read_bytes() for name in names))
    return path


def pkcs12(folder):
    out = HERE / "pkcs12"
    legacy = ["-provider", "default", "-provider", "legacy"]
    everything = ["-inkey", folder / "leaf.key", "-in", folder / "leaf.pem", "-certfile"]
    everything.append(joined(folder, "root", "unrelated", "intermediate"))
    export = ["pkcs12", "-export"]
    table = {
        "modern": [],
        "legacy": ["-legacy"],
        "rc2-128": ["-certpbe", "PBE-SHA1-RC2-128", "-keypbe", "PBE-SHA1-3DES", *legacy],
        "pbes2-des3": ["-certpbe", "des-ede3-cbc", "-keypbe", "des-ede3-cbc"],
        "mac-sha512": ["-macalg", "sha512"],
        "no-mac": ["-nomac"],
        "clear": ["-certpbe", "NONE", "-keypbe", "NONE"],
        "refused.iterations": ["-iter", "10000001"],
        "refused.camellia": ["-certpbe", "camellia-256-cbc", "-keypbe", "camellia-256-cbc"],
        "refused.mac-sha3": ["-macalg", "sha3-256"],
    }
    for name, words in table.items():
        openssl(*export, *everything, "-passout", f"pass:{PASSWORD}", *words, "-out", out / f"{name}.p12")
    for name, words in {"empty": [], "empty.legacy": ["-legacy"]}.items():
        openssl(*export, *everything, "-passout", "pass:", *words, "-out", out / f"{name}.p12")
    openssl(*export, *everything, "-passout", "pass:пароль🐎", "-out", out / "unicode.p12")
    openssl(*export, "-nokeys", "-in", folder / "leaf.pem", "-passout", "pass:", "-out", out / "refused.no-key.p12")
    openssl(
        *export, "-inkey", folder / "leaf.key", "-nocerts", "-passout", "pass:", "-out",
        out / "refused.no-certificate.p12",
    )  # fmt: skip
    composed(folder, out)
    foreign(folder, out)


def safe(folder, name, *words):
    """The AuthenticatedSafe of one key and certificate, in the clear."""
    path = folder / f"{name}.p12"
    openssl(
        "pkcs12", "-export", "-nomac", "-certpbe", "NONE", "-keypbe", "NONE", "-passout", "pass:",
        "-inkey", folder / f"{name}.key", "-in", folder / f"{name}.pem", *words, "-out", path,
    )  # fmt: skip
    (_, pfx), = elements(path.read_bytes())
    _, (_, content_info) = elements(pfx)[:2]
    _, (_, explicit) = elements(content_info)
    (_, data), = elements(explicit)
    (_, parts), = elements(data)
    return parts


def pfx(parts, *mac):
    data = sequence(oid("1.2.840.113549.1.7.1"), tlv(0xA0, octets(sequence(parts))))
    return sequence(integer(3), data, *mac)


def composed(folder, out):
    """What OpenSSL 3.0 cannot write."""
    leaf = safe(folder, "leaf")
    (out / "refused.two-keys.p12").write_bytes(pfx(leaf + safe(folder, "root")))
    # RFC 9579
    salt = bytes(range(16))
    for name, mac_hash, arc in [("pbmac1-sha256", "sha256", 9), ("pbmac1-sha512", "sha512", 11)]:
        size = hashlib.new(mac_hash).digest_size
        key = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), salt, 2048, size)
        tag = hmac.digest(key, sequence(leaf), mac_hash)
        kdf = sequence(
            oid("1.2.840.113549.1.5.12"),
            sequence(octets(salt), integer(2048), integer(size), sequence(oid("1.2.840.113549.2.9"), tlv(5))),
        )
        algorithm = sequence(
            oid("1.2.840.113549.1.5.14"), sequence(kdf, sequence(oid(f"1.2.840.113549.2.{arc}"), tlv(5)))
        )
        mac = sequence(sequence(algorithm, octets(tag)), octets(b""), integer(1))
        (out / f"{name}.p12").write_bytes(pfx(leaf, mac))
    (out / "ber.p12").write_bytes(indefinite((out / "modern.p12").read_bytes()))


def indefinite(der):
    """The same in BER, with no length that could be left out, and octet strings in pieces of 100."""
    done = b""
    for tag, content in elements(der):
        if tag == 4 and len(content) > 100:
            # The outermost one holds more of the kind.
            pieces = [octets(content[at : at + 100]) for at in range(0, len(content), 100)]
            done += b"\x24\x80" + b"".join(pieces) + b"\0\0"
        elif tag & 0x20:
            done += bytes([tag, 0x80]) + indefinite(content) + b"\0\0"
        else:
            done += tlv(tag, content)
    return done


def foreign(folder, out):
    """The same key and chain from other programs."""
    source = folder / "source.p12"
    openssl(
        "pkcs12", "-export", "-inkey", folder / "leaf.key", "-in", folder / "leaf.pem", "-name", "leaf",
        "-certfile", joined(folder, "root", "unrelated", "intermediate"), "-passout", f"pass:{PASSWORD}",
        "-out", source,
    )  # fmt: skip
    for name, words in {"keytool": [], "keytool.legacy": ["-J-Dkeystore.pkcs12.legacy"]}.items():
        (out / f"{name}.p12").unlink(missing_ok=True)
        run(
            "keytool", *words, "-importkeystore", "-noprompt", "-srckeystore", source, "-srcstoretype", "PKCS12",
            "-srcstorepass", PASSWORD, "-destkeystore", out / f"{name}.p12", "-deststoretype", "PKCS12",
            "-deststorepass", PASSWORD,
        )  # fmt: skip
    database = f"sql:{folder}/nss"
    os.mkdir(folder / "nss")
    run("certutil", "-N", "-d", database, "--empty-password")
    run("pk12util", "-i", source, "-d", database, "-W", PASSWORD)
    run("pk12util", "-o", out / "nss.p12", "-n", "leaf", "-d", database, "-W", PASSWORD)
    run(
        "certtool", "--to-p12", "--load-privkey", folder / "leaf.key", "--load-certificate", folder / "leaf.pem",
        "--load-ca-certificate", joined(folder, "intermediate", "root"), "--p12-name", "leaf",
        "--password", PASSWORD, "--outder", "--outfile", out / "gnutls.p12",
    )  # fmt: skip


if __name__ == "__main__":
    ml_dsa()
    encrypted()
    with tempfile.TemporaryDirectory() as scratch:
        certificates(Path(scratch))
        pkcs12(Path(scratch))
