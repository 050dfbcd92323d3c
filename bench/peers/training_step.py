"""One training step as the published repositories make it, with cached image features in the place of the frozen image tower."""
import math
import time

import torch
import torch.nn.functional as F


class CoOpStep:
    """
    KaiyangZhou/CoOp trainers/coop.py, class token at the end, one context for all classes. The rate is 0, so that every step is the same; the optimiser
    works all the same (SGD, momentum 0.9, weight decay 5e-4).
    """

    def __init__(self, tower, form, context, classes, start, end, features, labels):
        self.tower = tower
        self.context = torch.tensor(context, dtype=torch.float32, requires_grad=True)                # V  [M, d]
        words = len(context)
        self.ends = [1 + words + len(name) for name in classes]
        self.positions = tower.positions if form == "published" else max(self.ends) + 1             # "cut": the same code on fewer positions
        if max(self.ends) >= tower.positions:
            raise ValueError(f"a prompt has {max(self.ends) + 1} tokens, the text tower {tower.positions} positions")
        after = self.positions - 1 - words
        suffixes = [(list(name) + [end] + [0] * after)[:after] for name in classes]                 # padded with token 0, as clip.tokenize does
        tokens = [token for position in zip(*suffixes) for token in position]
        self.prefix = tower.token_embedding([start]).expand(1, len(classes), -1).contiguous()       # [1, C, d]
        self.suffix = tower.token_embedding(tokens).view(after, len(classes), -1)                   # [positions - 1 - M, C, d]
        self.mask = tower.mask(self.positions)
        self.features, self.labels = features, torch.tensor(labels)
        self.scale = math.exp(tower.logit_scale)
        self.optimiser = torch.optim.SGD([self.context], lr=0.0, momentum=0.9, weight_decay=5e-4)
        self.text_features = None

    def run(self):
        """Makes one step. Returns its seconds and its losses by name."""
        begin = time.perf_counter()
        losses = self.update()
        return time.perf_counter() - begin, {name: loss.item() for name, loss in losses.items()}

    def update(self):
        logits, _ = self.forward()
        loss = F.cross_entropy(logits, self.labels)
        self.optimiser.zero_grad()
        loss.backward()
        self.optimiser.step()
        return {"loss": loss.detach()}

    def forward(self):
        context = self.context.unsqueeze(1).expand(-1, self.prefix.shape[1], -1)
        text = self.tower.encode(torch.cat([self.prefix, context, self.suffix]), self.ends, self.mask)
        text = text / text.norm(dim=-1, keepdim=True)
        images = self.features / self.features.norm(dim=-1, keepdim=True)
        self.text_features = text.detach()
        return self.scale * images @ text.t(), images


class ProGradStep(CoOpStep):
    """
    BeierZhu/Prompt-align ProGrad.public/trainers/prograd.py with its Dassl's prograd_backward_and_update: two ways back through the tower, and the
    cross-entropy's gradient loses its part against the other one's, times lambda.
    """

    def __init__(self, *arguments, zeroshot, strength=1.0, temperature=1.0):
        super().__init__(*arguments)
        self.zeroshot, self.strength, self.temperature = zeroshot, strength, temperature           # zeroshot: [C, e]

    def update(self):
        logits, images = self.forward()
        with torch.no_grad():
            zeroshot = self.zeroshot / self.zeroshot.norm(dim=-1, keepdim=True)
            teacher = F.softmax(self.scale * images @ zeroshot.t() / self.temperature, dim=-1)
        entropy = F.cross_entropy(logits, self.labels)
        divergence = -(teacher * F.log_softmax(logits / self.temperature, dim=-1)).sum(1).mean() * self.temperature ** 2

        self.optimiser.zero_grad()
        divergence.backward(retain_graph=True)
        general = self.context.grad.clone()
        self.optimiser.zero_grad()
        entropy.backward()
        own = self.context.grad
        general /= torch.linalg.norm(general)
        product = torch.dot(own.flatten(), general.flatten())
        if product < 0:
            self.context.grad = own - self.strength * product * general
        self.optimiser.step()
        return {"loss": entropy.detach(), "divergence": divergence.detach()}


def prepare(tower, request, read):
    """The step that a request asks for; read(path) gives a file of raw fp32 numbers as [n, e]."""
    if request["form"] not in ("published", "cut"):
        raise ValueError(f"no form '{request['form']}': published or cut")
    arguments = (tower, request["form"], request["context"], request["classes"], request["start"], request["end"], read(request["features"]), request["labels"])
    if request["method"] == "coop":
        return CoOpStep(*arguments)
    if request["method"] == "prograd":
        return ProGradStep(*arguments, zeroshot=read(request["zeroshot"]), strength=request.get("lambda", 1.0), temperature=request.get("temperature", 1.0))
    raise ValueError(f"no method '{request['method']}': coop or prograd")
