"""Certificate authorities, end-entity certificates and CRLs, made for a test.

`Authority.issue` takes what a test wants to be wrong as arguments; what is not named is what a well-run
authority does: version 3, CA false, digitalSignature, SHA-256, valid since yesterday for a week.
"""

import base64
import datetime
import itertools

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, mldsa, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = datetime.timedelta(days=1)

KEYS = {
    "rsa-2048": lambda: rsa.generate_private_key(65537, 2048),
    "rsa-3072": lambda: rsa.generate_private_key(65537, 3072),
    "rsa-4096": lambda: rsa.generate_private_key(65537, 4096),
    "p-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "p-384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "p-521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "ml-dsa-44": mldsa.MLDSA44PrivateKey.generate,
    "ml-dsa-65": mldsa.MLDSA65PrivateKey.generate,
    "ml-dsa-87": mldsa.MLDSA87PrivateKey.generate,
}

ATTRIBUTES = {
    "CN": NameOID.COMMON_NAME,
    "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "L": NameOID.LOCALITY_NAME,
    "ST": NameOID.STATE_OR_PROVINCE_NAME,
    "C": NameOID.COUNTRY_NAME,
}

_serials = itertools.count(0x1000_0001)


def now():
    return datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)


def name(subject):
    """A distinguished name from pairs: [("O", "Example"), ("CN", "web")]."""
    return x509.Name([x509.NameAttribute(ATTRIBUTES[kind], value) for kind, value in subject])


def private_pem(key, layout="pkcs8"):
    """A private key as PEM: PKCS#8, or the traditional layout of its type (PKCS#1, SEC1)."""
    layouts = {
        "pkcs8": serialization.PrivateFormat.PKCS8,
        "traditional": serialization.PrivateFormat.TraditionalOpenSSL,
    }
    return key.private_bytes(serialization.Encoding.PEM, layouts[layout], serialization.NoEncryption()).decode()


class Certificate:
    """A certificate with its private key."""

    def __init__(self, certificate, key):
        self.x509 = certificate
        self.key = key

    @property
    def der(self):
        return self.x509.public_bytes(serialization.Encoding.DER)

    @property
    def base64(self):
        return base64.b64encode(self.der).decode()

    @property
    def pem(self):
        return self.x509.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def key_pem(self):
        return private_pem(self.key)

    @property
    def serial(self):
        return self.x509.serial_number

    @property
    def serial_hex(self):
        """The default session name: lower-case hex, of even length."""
        text = f"{self.serial:x}"
        return text.rjust(len(text) + len(text) % 2, "0")

    @property
    def fingerprint(self):
        return self.x509.fingerprint(hashes.SHA256()).hex()

    def write(self, directory, stem="leaf", *, chain=(), layout="pkcs8"):
        """Writes `stem.pem` (with `chain` behind it) and `stem.key`, 0600; returns both paths."""
        certificate, key = directory / f"{stem}.pem", directory / f"{stem}.key"
        certificate.write_text(self.pem + "".join(link.pem for link in chain))
        key.touch(mode=0o600)
        key.write_text(private_pem(self.key, layout))
        key.chmod(0o600)
        return certificate, key


class Authority(Certificate):
    """A certificate that issues others."""

    @classmethod
    def root(cls, subject, *, key="p-256", **options):
        secret = KEYS[key]()
        return cls(_build(name(subject), secret.public_key(), name(subject), secret, ca=True, **options), secret)

    def intermediate(self, subject, *, key="p-256", **options):
        secret = KEYS[key]()
        issued = _build(name(subject), secret.public_key(), self.x509.subject, self.key, ca=True, **options)
        return Authority(issued, secret)

    def issue(self, subject, *, key="p-256", secret=None, **options):
        """An end-entity certificate; `secret` gives a key that exists already."""
        secret = secret or KEYS[key]()
        return Certificate(_build(name(subject), secret.public_key(), self.x509.subject, self.key, **options), secret)

    def crl(self, *revoked, number=1, next_update=7 * DAY, last_update=None, issuer=None):
        """A PEM CRL that lists these certificates, signed by this authority's key."""
        made = last_update or now() - DAY
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer or self.x509.subject)
            .last_update(made)
            .next_update(made + DAY + next_update)
            .add_extension(x509.CRLNumber(number), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        for certificate in revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(certificate.serial).revocation_date(made)
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def _build(
    subject,
    public_key,
    issuer,
    issuer_key,
    *,
    ca=False,
    serial=None,
    not_before=None,
    not_after=None,
    basic_constraints=True,
    path_length=None,
    digital_signature=True,
    key_cert_sign=None,
    key_usage=True,
    sans=(),
    client_auth=True,
    extensions=(),
    digest=hashes.SHA256,
):
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(next(_serials) if serial is None else serial)
        .not_valid_before(not_before or now() - DAY)
        .not_valid_after(not_after or now() + 7 * DAY)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )
    if basic_constraints:
        builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=path_length), critical=True)
    if key_usage:
        signs = ca if key_cert_sign is None else key_cert_sign
        usage = x509.KeyUsage(
            digital_signature=digital_signature and not ca,
            content_commitment=False,
            key_encipherment=not digital_signature and not ca,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=signs,
            crl_sign=ca,
            encipher_only=False,
            decipher_only=False,
        )
        builder = builder.add_extension(usage, critical=True)
    if not ca and client_auth:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
    if sans:
        builder = builder.add_extension(x509.SubjectAlternativeName(list(sans)), critical=False)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    # ML-DSA signs the message itself and takes no digest.
    algorithm = (
        None
        if isinstance(issuer_key, mldsa.MLDSA44PrivateKey | mldsa.MLDSA65PrivateKey | mldsa.MLDSA87PrivateKey)
        else digest()
    )
    return builder.sign(issuer_key, algorithm)


def server_certificate(authority):
    """A TLS certificate for the loopback address."""
    import ipaddress

    secret = KEYS["p-256"]()
    built = _build(
        name([("CN", "localhost")]), secret.public_key(), authority.x509.subject, authority.key, client_auth=False,
        sans=[x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))],
        extensions=[
            (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
            (x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), False),
        ],
    )  # fmt: skip
    return Certificate(built, secret)


def sign(key, message):
    """(algorithm, signature) as the X.509 variant of SigV4 has it for this key."""
    if isinstance(key, rsa.RSAPrivateKey):
        return "AWS4-X509-RSA-SHA256", key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return "AWS4-X509-ECDSA-SHA256", key.sign(message, ec.ECDSA(hashes.SHA256()))
    return "AWS4-X509-MLDSA", key.sign(message)
