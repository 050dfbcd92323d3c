#!/usr/bin/env python3
"""Makes tests/golden/probes/*.json: the methods without a prompt, computed apart from KronClip in float64.

    python3 tools/ReferenceValues/probes.py tests/golden/probes

Needs numpy and PyTorch (made with numpy 1.24 and PyTorch 1.13). The linear probe is solved by Newton's method to a gradient of 1e-12, kernel ridge by numpy.linalg.solve,
GDA by torch.linalg.pinv and Tensor.cov; LP++ and Tip-Adapter-F run on PyTorch's autograd and optimisers. Inputs are fp32 and embeddings are normalised in float64.
"""
import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def unit(x):
    x = x.astype(np.float64)
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def draw(seed, classes, width, shots, held, spread):
    """Pictures around a direction of their class, and texts near it."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(classes, width)) + 1.0
    labels, held_labels = np.repeat(np.arange(classes), shots), np.repeat(np.arange(classes), held)
    near = lambda which: (3 * (centres[which] + spread * random.normal(size=(len(which), width)))).astype(np.float32)
    order = random.permutation(len(labels))
    text = unit(centres + 0.8 * random.normal(size=centres.shape)).astype(np.float32)
    return near(labels)[order], labels[order], near(held_labels), held_labels, text


def softmax(z):
    z = np.exp(z - z.max(1, keepdims=True))
    return z / z.sum(1, keepdims=True)


def regression(f, y, strength):
    """min 1/2 |W|^2 + C sum of cross-entropies: Newton with halved steps, the bias as one more feature without a penalty."""
    n, classes = len(y), y.max() + 1
    x, target = np.hstack([f, np.ones((n, 1))]), np.eye(classes)[y]
    m = x.shape[1]
    ridge = np.eye(m)
    ridge[-1, -1] = 0
    loss = lambda w: 0.5 * (w[:, :-1] ** 2).sum() - strength * np.log(softmax(x @ w.T)[np.arange(n), y]).sum()
    w = np.zeros((classes, m))
    for _ in range(200):
        p = softmax(x @ w.T)
        gradient = strength * (p - target).T @ x + w @ ridge
        if np.abs(gradient).max() < 1e-12 * max(1, strength):
            break
        hessian = np.zeros((classes, m, classes, m))
        for a in range(classes):
            for b in range(classes):
                weight = strength * p[:, a] * ((a == b) - p[:, b])
                hessian[a, :, b, :] = (x * weight[:, None]).T @ x + (ridge if a == b else 0)
        step = np.linalg.lstsq(hessian.reshape(classes * m, -1), gradient.ravel(), rcond=1e-14)[0].reshape(classes, m)
        t, before = 1.0, loss(w)
        while loss(w - t * step) > before + 1e-13 * abs(before) and t > 1e-10:
            t /= 2
        w = w - t * step
    return {"strength": strength, "weights": w[:, :-1], "bias": w[:, -1] - w[:, -1].mean(), "gradient": float(np.abs(gradient).max())}


def kernel(a, b, beta):
    return np.exp(-beta * (1 - a @ b.T))


def ridge(f, y, held, text, strength, beta):
    values = np.linalg.solve(kernel(f, f, beta) + strength * np.eye(len(f)), np.eye(len(text))[y] - f @ text.T)
    return values, held @ text.T + kernel(held, f, beta) @ values


def gda(f, y, classes):
    vecs, labels = torch.tensor(f), torch.tensor(y)
    mus = torch.cat([vecs[labels == i].mean(dim=0, keepdim=True) for i in range(classes)])
    centred = torch.cat([vecs[labels == i] - mus[i].unsqueeze(0) for i in range(classes)])
    covariance = centred.T.cov()
    precision = centred.shape[1] * torch.linalg.pinv((len(centred) - 1) * covariance + covariance.trace() * torch.eye(centred.shape[1]))
    bias = torch.log(torch.ones(classes) / classes) - torch.einsum("nd,dc,nc->n", mus, precision, mus) / 2
    return (mus @ precision).numpy(), bias.numpy()


def tip(f, y, held, text, scale, alpha, beta):
    return scale * held @ text.T + alpha * kernel(held, f, beta) @ np.eye(len(text))[y]


def tip_f(f, y, text, scale, alpha, beta, epochs, rate):
    """All pictures in one batch."""
    pictures, labels, values = torch.tensor(f), torch.tensor(y), F.one_hot(torch.tensor(y)).double()
    adapter = torch.nn.Linear(f.shape[1], len(f), bias=False)
    adapter.weight = torch.nn.Parameter(torch.tensor(f).clone())
    optimiser = torch.optim.AdamW(adapter.parameters(), lr=rate, eps=1e-4)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs)
    clip_logits = scale * pictures @ torch.tensor(text).T
    for _ in range(epochs):
        logits = clip_logits + ((-1) * (beta - beta * adapter(pictures))).exp() @ values * alpha
        optimiser.zero_grad()
        F.cross_entropy(logits, labels).backward()
        optimiser.step()
        schedule.step()
    return adapter.weight.detach().numpy()


def lp_plus_plus(f, y, text, steps):
    """The published loop, with the biases at 0 in the beginning. The gradient of alpha is never cleared."""
    pictures, labels, t = torch.tensor(f), torch.tensor(y), torch.tensor(text)
    onehot = F.one_hot(labels).double()
    own = (onehot * (pictures @ t.T)).sum(0) / onehot.sum(0)
    classifier = torch.nn.Linear(f.shape[1], len(text))
    classifier.weight.data, classifier.bias.data = onehot.T @ pictures, torch.zeros(len(text))
    alpha = (250 * own.mean() * torch.ones(1, len(text))).requires_grad_()
    optimiser = torch.optim.SGD(classifier.parameters(), float(4 * len(f) / torch.linalg.eigvalsh(pictures.T @ pictures).max()), momentum=0.9)
    rate = len(f) / (((pictures @ t.T) ** 2).sum(0).max() * 4)
    losses = []
    for step in range(steps):
        loss = F.cross_entropy(classifier(pictures) + alpha * (pictures @ t.T), labels)
        losses.append(loss.item())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if (step + 1) % 10 == 0:
            alpha.data -= rate * alpha.grad.data
    return {"steps": steps, "weights": classifier.weight.detach().numpy(), "bias": classifier.bias.detach().numpy(), "alpha": alpha.detach().numpy()[0], "losses": losses}


def best(candidates, logits_of, labels):
    """The first of the candidates with the most right answers."""
    right = [int((logits_of(*c).argmax(1) == labels).sum()) for c in candidates]
    return list(candidates[int(np.argmax(right))]) + [max(right)]


def case(seed, classes, width, shots, held, spread, scale):
    raw, y, raw_held, y_held, text32 = draw(seed, classes, width, shots, held, spread)
    f, h, text = unit(raw), unit(raw_held), text32.astype(np.float64)
    values, ridge_logits = ridge(f, y, h, text, 0.5, 2.0)
    weights, bias = gda(f, y, classes)
    grid = lambda most, steps: [i * (most - 0.1) / steps + 0.1 for i in range(steps)]
    return {
        "classes": classes, "width": width, "scale": scale, "features": raw, "labels": y, "held": raw_held, "heldLabels": y_held, "text": text32,
        "linearProbe": [regression(f, y, c) for c in (0.01, 1.0, 100.0)],
        "ridge": {"strength": 0.5, "sharpness": 2.0, "values": values, "logits": scale * ridge_logits,
                  "chosen": best([(l, b) for b in (0.25, 0.5, 1, 2, 4, 8, 16) for l in (10, 3, 1, 0.3, 0.1, 0.03, 0.01)], lambda l, b: ridge(f, y, h, text, l, b)[1], y_held)},
        "gda": {"weights": weights, "bias": bias, "alpha": 0.1, "logits": scale * h @ text.T + 0.1 * (h @ weights.T + bias),
                "chosen": best([(a,) for a in (0.0001, 0.001, 0.01, 0.1, 1, 10, 100)], lambda a: scale * h @ text.T + a * (h @ weights.T + bias), y_held)},
        "tip": {"alpha": 1.5, "beta": 2.0, "logits": tip(f, y, h, text, scale, 1.5, 2.0),
                "chosen": best([(a, b) for b in grid(12, 200) for a in grid(10, 20)], lambda a, b: tip(f, y, h, text, scale, a, b), y_held)},
        "tipF": {"epochs": 12, "rate": 0.01, "alpha": 1.17, "beta": 1.0, "keys": tip_f(f, y, text, scale, 1.17, 1.0, 12, 0.01)},
        "lpPlusPlus": lp_plus_plus(f, y, text, 45),
    }


def plain(value):
    return value.tolist() if isinstance(value, np.ndarray) else value


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    for name, arguments in {"narrow": (1, 3, 4, 5, 4, 1.0, 20.0), "wide": (2, 4, 12, 2, 3, 0.9, 50.0)}.items():
        text = json.dumps(case(*arguments), default=plain)
        (folder / f"{name}.json").write_text(text + "\n")
        print(name, len(text))
