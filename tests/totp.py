"""An authenticator app: makes the codes of a virtual MFA device from its seed (RFC 6238)."""

import base64
import hashlib
import hmac
import struct
import time

STEP = 30


class Authenticator:
    """A device whose clock is `ahead` seconds ahead of ours."""

    def __init__(self, seed, ahead=0):
        self.key = base64.b32decode(seed)
        self.ahead = ahead
        self.last = None

    @classmethod
    def of_key(cls, key, last=None):
        device = cls("")
        device.key, device.last = key, last
        return device

    def code(self, steps=0):
        """The code so many steps from now."""
        return self._code(self._step() + steps)

    def pair(self):
        """Two codes that follow each other, of which the later is of a step ago."""
        self.last = self._step() - 1
        return {"AuthenticationCode1": self._code(self.last - 1), "AuthenticationCode2": self._code(self.last)}

    def fresh(self):
        """A code that was not given out before; it waits when it would be early by more than a step."""
        self.last = self._step() if self.last is None else max(self.last + 1, self._step())
        while self.last > self._step() + 1:
            time.sleep(0.2)
        return self._code(self.last)

    def _step(self):
        return int(time.time() + self.ahead) // STEP

    def _code(self, step):
        digest = hmac.new(self.key, struct.pack(">Q", step), hashlib.sha1).digest()
        at = digest[-1] & 0x0F
        return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def new_device(root, name, user=None, **parameters):
    """A virtual device, enabled for a user if one is given: its serial number and its authenticator."""
    made = root.iam.create_virtual_mfa_device(VirtualMFADeviceName=name, **parameters)["VirtualMFADevice"]
    device = Authenticator(made["Base32StringSeed"].decode())
    if user is not None:
        root.iam.enable_mfa_device(UserName=user, SerialNumber=made["SerialNumber"], **device.pair())
    return made["SerialNumber"], device
