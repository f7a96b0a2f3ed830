#!/usr/bin/env python3
"""Verifies a DiploTracker export against checkpoints kept elsewhere: verify.py FILE --checkpoints DIR.

Written from docs/audit-format.md alone, with nothing but the standard library.
"""
import argparse
import base64
import glob
import hashlib
import json
import os
import sys

SEAL_END = b',"specversion":"1.0","type":"diplotracker.seal.v1"}'
BLOCK = 1000

class Wrong(Exception): """Says which event is the first that is wrong."""

# Ed25519 (RFC 8032), verification only
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P

def add(a, b):
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    e, f = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    g, h = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    a, b, c, d = f - e, h - g, h + g, f + e
    return a * b % P, c * d % P, b * c % P, a * d % P

def times(k, point):
    result = (0, 1, 1, 0)
    while k:
        if k & 1:
            result = add(result, point)
        point, k = add(point, point), k >> 1
    return result

def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P

BASE = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little"))

def signed(key, text, signature):
    a, r, s = point_of(key), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(h, a))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))

# The Merkle tree (RFC 6962)
def leaf_hash(line):
    return hashlib.sha256(b"\x00" + line).digest()

def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()

def root_of(full):
    root = None
    for _, node in reversed(full):
        root = node if root is None else node_hash(node, root)
    return root

def grow(full, node):
    height = 0
    while full and full[-1][0] == height:
        node, height = node_hash(full.pop()[1], node), height + 1
    full.append((height, node))

def climb(index, size, node, path):
    last = size - 1
    for sibling in path:
        if index & 1 or index == last:
            node = node_hash(sibling, node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        index, last = index >> 1, last >> 1
    return node if last == 0 else None

def read_note(text, keys):
    """(origin, size, root) of a signed checkpoint, and whether one of the keys signed it."""
    body, _, signatures = text.partition("\n\n")
    origin, size, root = body.split("\n")
    good = False
    for line in signatures.splitlines():
        dash, name, blob = line.split(" ")
        blob = base64.b64decode(blob, validate=True)
        key = keys.get((name, blob[:4]))
        good = good or (dash == "\u2014" and name == origin and key is not None and signed(key, (body + "\n").encode(), blob[4:]))
    return (origin, int(size), base64.b64decode(root, validate=True)), good

def read_intervention(text, keys):
    """What an operator had done, as (origin, members); None when no kept key signed it."""
    body, _, signatures = text.partition("\n\n")
    origin, members = body.split("\n")
    for line in signatures.splitlines():
        dash, name, blob = line.split(" ")
        blob = base64.b64decode(blob, validate=True)
        key = keys.get((name, blob[:4]))
        if dash == "\u2014" and name == origin and key is not None and signed(key, (body + "\n").encode(), blob[4:]):
            return origin, json.loads(members)
    return None

def losses_before(origin, interventions):
    """The accepted losses after which the log got this name, the last one first."""
    losses = []
    while True:
        found = [one for one in interventions if one[1]["kind"] == "LossAccepted" and one[1].get("continues") == origin]
        if not found or found[-1] in losses:
            return losses
        losses.append(found[-1])
        origin = found[-1][0]

def expected_roots(origin, kept, interventions):
    """By size the roots that the tree of a log must have there, under this name and those before."""
    roots, most = {}, float("inf")
    def expect(size, root):
        if size <= most:
            roots.setdefault(size, set()).add(root)
    for name, size, root in kept:
        if name == origin:
            expect(size, root)
    for name, loss in losses_before(origin, interventions):
        if loss["kept"] > 0:
            expect(loss["kept"], base64.b64decode(loss["keptRoot"], validate=True))
        most = min(most, loss["fits"])
        for before, size, root in kept:
            if before == name:
                expect(size, root)
    return roots

def words(origin, one):
    if one["kind"] == "LossAccepted":
        return (f"The log {origin} ended: {one['sealed']} events of it had been sealed, {one['kept']} were there, and of its checkpoints "
                f"those up to {one['fits']} still fit. {one['by']} accepted the loss at {one['at']}: {one['ground']}. It goes on as {one['continues']}.")
    return f"{one['by']} intervened at {one['at']} ({one['kind']}): {one['ground']}."

def read_folder(folder):
    keys, kept = {}, []
    for file in glob.glob(os.path.join(folder, "**", "*.vkey"), recursive=True):
        name, key_hash, key = open(file, encoding="utf-8").read().strip().split("+", 2)
        keys[name, bytes.fromhex(key_hash)] = base64.b64decode(key)[1:]
    for file in glob.glob(os.path.join(folder, "**", "*.checkpoint"), recursive=True):
        checkpoint, good = read_note(open(file, encoding="utf-8", newline="").read(), keys)
        kept += [checkpoint] if good else []
    interventions = []
    for file in glob.glob(os.path.join(folder, "**", "*.intervention"), recursive=True):
        try:
            one = read_intervention(open(file, encoding="utf-8", newline="").read(), keys)
        except ValueError:
            continue
        interventions += [one] if one and one not in interventions else []
    return keys, kept, sorted(interventions, key=lambda one: one[1]["at"])

def hashes(text):
    data = base64.b64decode(text, validate=True)
    return [data[i:i + 32] for i in range(0, len(data), 32)]

def seal_of(line, first):
    try:
        seal = json.loads(line)
        canonical = json.dumps(seal, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        if canonical == line:
            return seal["data"]
    except (ValueError, KeyError):
        pass
    raise Wrong(f"event {first}: the seal after it is damaged")

def verify(file, folder):
    keys, kept, interventions = read_folder(folder)
    lines = open(file, "rb").read().split(b"\n")
    if lines.pop() != b"" or not lines or not lines[-1].endswith(SEAL_END):
        lines.append(b"")  # cut off: the first event that is wrong is still looked for
    try:
        origin = read_note(json.loads(lines[-1])["data"]["checkpoint"], keys)[0][0]
    except (ValueError, KeyError):
        origin = None
    roots = expected_roots(origin, kept, interventions)
    full, size, fits, block, through, version, ended = [], 0, 0, [], 0, 0, False
    for line in lines:
        if not line.endswith(SEAL_END):
            try:
                event = json.loads(line)
                block.append((int(event["position"]), event["version"], event["subject"], leaf_hash(line)))
            except (ValueError, KeyError):
                block.append((None, None, None, leaf_hash(line)))
            if len(block) > BLOCK:
                raise Wrong(f"event {through + 1}: its seal is missing")
            continue
        seal = seal_of(line, through + 1)
        one, note = seal.get("negotiation"), seal.get("checkpoint")
        checkpoint, good = read_note(note, keys) if note else (None, True)
        if seal["after"] != through or not good or not block:
            raise Wrong(f"event {through + 1}: the seal after it does not belong here, or no kept key signed it")
        sealed = seal["paths"] if one else hashes(seal["leaves"])
        for number, entry in enumerate(sealed):
            expected = block[number][0] if one and number < len(block) else through + number + 1
            if number >= len(block) or block[number][0] != expected or expected is None:
                raise Wrong(f"event {expected}: it is missing or cannot be read")
            if one:
                version += 1
                if block[number][1:3] != (version, one) or climb(
                        expected - 1, checkpoint[1], block[number][3], hashes(entry)) != checkpoint[2]:
                    raise Wrong(f"event {expected}: it is not the one that was sealed")
            elif block[number][3] != entry:
                raise Wrong(f"event {expected}: it is not the one that was sealed")
        if len(block) != len(sealed) or seal["through"] != block[-1][0]:
            raise Wrong(f"event {seal['through'] + 1}: it was not sealed")
        if one:
            if checkpoint not in kept:
                raise Wrong(f"event {through + 1}: its checkpoint is not among those kept elsewhere")
            fits, size = checkpoint[1], version
        else:
            for entry in block:
                grow(full, entry[3])
                size += 1
                if size in roots and roots[size] != {root_of(full)}:
                    raise Wrong(f"event {fits + 1}: the checkpoint of {size} events no longer fits")
                fits = size if size in roots else fits
            if checkpoint and checkpoint != (origin, size, root_of(full)):
                raise Wrong(f"event {fits + 1}: the checkpoint after event {size} is another")
        through, block, ended = seal["through"], [], note is not None
    if block or not ended:
        raise Wrong(f"event {through + 1}: the file ends without a seal and a checkpoint")
    if not fits:
        raise Wrong("no checkpoint kept elsewhere fits: nothing can be said")
    if max(roots) > size and "negotiation" not in seal:
        raise Wrong(f"event {size + 1}: it is missing, a checkpoint was made of {max(roots)}")
    before = losses_before(origin, interventions)
    return size, [words(*one) for one in interventions if one in before or one[0] == origin]

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Verifies a DiploTracker export against checkpoints kept elsewhere.")
    parser.add_argument("file", metavar="FILE", help="an export")
    parser.add_argument("--checkpoints", metavar="DIR", required=True, help="the folder of checkpoints and keys that was kept elsewhere")
    given = parser.parse_args()
    try:
        size, said = verify(given.file, given.checkpoints)
        print("\n".join([f"valid: {size} events", *said]))
    except (Wrong, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as wrong:
        print(f"NOT valid: {wrong}")
        sys.exit(1)
