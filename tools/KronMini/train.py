"""Trains kron-mini. Given data, seed, steps and machine the result is always the same; an interrupted run goes on where it last saved."""
import argparse
import math
import os
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

import data
from bpe import Tokenizer
from model import SIZES, Clip

BATCH, RATE, DECAY, BETAS, WARM_UP = 256, 1.5e-3, 0.05, (0.9, 0.97), 120
# The rate warms up and falls to 0 twice (Loshchilov and Hutter 2017). Up to a share of a cycle's steps pictures have this side; the classifier over kinds
# weighs so much at a cycle's start, and nothing from a share of it on.
CYCLES = (dict(steps=1536, sides=((0.25, 32), (0.68, 48), (1.0, 64)), classifier=0.5, until=0.6),
          dict(steps=1280, sides=((0.4, 48), (1.0, 64)), classifier=1.0, until=0.8))
# Two threads that do not spin while they wait; and large tensors are reused, not handed back to the system each time: nearly twice as fast.
ENVIRONMENT = {"OMP_NUM_THREADS": "2", "OMP_WAIT_POLICY": "passive",
               "MALLOC_MMAP_THRESHOLD_": str(1 << 32), "MALLOC_TRIM_THRESHOLD_": str(1 << 34), "MALLOC_TOP_PAD_": str(1 << 28)}
AVERAGED = 0.25                                                 # the last share of the last cycle, whose weights are averaged


class Training:
    def __init__(self, folder, tokenizer, scale, seed, precision):
        self.pictures = data.Pictures(folder)
        self.captions = data.Captions(self.pictures, os.path.join(folder, "vocabulary.txt"), tokenizer)
        self.lengths = [max(1, round(cycle["steps"] * scale)) for cycle in CYCLES]
        self.tokenizer, self.steps, self.seed, self.done, self.averaged = tokenizer, sum(self.lengths), seed, 0, 0
        torch.manual_seed(seed)
        self.model = Clip(SIZES, len(tokenizer.vocabulary), precision)
        self.model.initialise()
        self.classifier = torch.nn.Linear(SIZES["image_width"], len(self.pictures.kinds))
        self.helper = torch.optim.AdamW(self.classifier.parameters(), RATE, BETAS, weight_decay=DECAY)
        self.first, self.second, self.mean = (torch.zeros_like(self.model.flat) for _ in range(3))

    def step(self):
        random = np.random.default_rng([self.seed, 2, self.done])
        number, within = self.place()
        cycle, share = CYCLES[number], within / self.lengths[number]
        side = next(side for end, side in cycle["sides"] if share < end)
        chosen = data.chosen(len(self.pictures.pixels), self.seed, self.done, BATCH)
        labels = self.pictures.labels[chosen]
        unique, place = np.unique(self.captions.of[chosen], return_inverse=True)
        targets = self.captions.targets(chosen, labels, torch.from_numpy(unique), torch.from_numpy(place))
        pixels = data.augmented(self.pictures.pixels[chosen], side, random, self.model.precision)
        features, pooled = self.model.image(pixels)
        rows = self.captions.filled(unique, random, self.tokenizer.start, self.tokenizer.end)
        scale = self.model.w["logit_scale"].exp()
        logits = scale * F.normalize(features) @ F.normalize(self.texts(rows)).t()      # [pictures, unique captions]
        loss = (soft_cross_entropy(logits, targets) + soft_cross_entropy(logits.t(), targets.t())) / 2
        extra = cycle["classifier"] * max(0, 1 - share / cycle["until"])
        total = loss + extra * F.cross_entropy(self.classifier(pooled), labels) if extra > 0 else loss
        total.backward()
        self.update()
        return side, loss.item(), scale.item()

    def texts(self, rows):
        """Short and long captions apart, so that the short ones are not padded to the long ones' length."""
        places = sorted(range(len(rows)), key=lambda n: len(rows[n]))
        cut = len(places) * 3 // 4
        features = torch.cat([self.model.text(*data.padded([rows[n] for n in part], self.tokenizer.end)) for part in (places[:cut], places[cut:])])
        return features[torch.tensor(places).argsort()]

    def place(self):
        """The cycle of the next step, and how many of its steps are done."""
        number = 0 if self.done < self.lengths[0] else 1
        return number, self.done - number * self.lengths[0]

    def rate(self):
        number, within = self.place()
        return RATE * min((within + 1) / WARM_UP, 0.5 + 0.5 * math.cos(math.pi * within / self.lengths[number]))

    @torch.no_grad()
    def update(self):
        """AdamW (Loshchilov and Hutter 2019) on the flat weights, and the average of the last ones."""
        model, rate, t = self.model, self.rate(), self.done + 1
        gradient = model.gradient
        gradient.mul_(min(1, 1 / (gradient.norm().item() + 1e-6)))
        self.first.lerp_(gradient, 1 - BETAS[0])
        self.second.mul_(BETAS[1]).addcmul_(gradient, gradient, value=1 - BETAS[1])
        model.flat[:model.decayed].mul_(1 - rate * DECAY)
        deviation = (self.second / (1 - BETAS[1] ** t)).sqrt_().add_(1e-6)
        model.flat.addcdiv_(self.first, deviation, value=-rate / (1 - BETAS[0] ** t))
        model.w["logit_scale"].clamp_(max=math.log(100))
        gradient.zero_()
        self.helper.param_groups[0]["lr"] = rate
        self.helper.step()
        self.helper.zero_grad(set_to_none=False)
        self.done += 1
        if self.done > self.steps - AVERAGED * self.lengths[-1]:
            self.averaged += 1
            self.mean.lerp_(model.flat, 1 / self.averaged)

    STATE = ("steps", "seed", "done", "averaged", "first", "second", "mean")

    def save(self, path):
        state = {name: getattr(self, name) for name in self.STATE}
        state |= {"flat": self.model.flat, "classifier": self.classifier.state_dict(), "helper": self.helper.state_dict()}
        torch.save(state, path + ".new")
        os.replace(path + ".new", path)

    def resume(self, path):
        state = torch.load(path)
        if (state["steps"], state["seed"], state["flat"].shape) != (self.steps, self.seed, self.model.flat.shape):
            raise SystemExit(f"{path} belongs to a run with another seed, number of steps or size; remove it to begin anew.")
        self.model.flat.copy_(state["flat"])
        self.classifier.load_state_dict(state["classifier"])
        self.helper.load_state_dict(state["helper"])
        for name in self.STATE:
            setattr(self, name, state[name])


def soft_cross_entropy(logits, targets):
    return -(targets / targets.sum(1, keepdim=True) * logits.log_softmax(1)).sum(1).mean()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pictures")
    parser.add_argument("run", help="folder with the tokenizer, for the state and the weights")
    parser.add_argument("--scale", type=float, default=1, help="share of the steps, for a trial")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--fp32", action="store_true", help="for processors without bf16 products")
    options = parser.parse_args()
    if os.environ | ENVIRONMENT != os.environ:                  # read when a process starts
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | ENVIRONMENT)
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    training = Training(options.pictures, Tokenizer.load(options.run), options.scale, options.seed, torch.float32 if options.fp32 else torch.bfloat16)
    state = os.path.join(options.run, "state.pt")
    if os.path.exists(state):
        training.resume(state)
    print(f"{len(training.pictures.captions)} pictures, {len(training.captions.distinct)} captions, {len(training.pictures.kinds)} kinds, "
          f"{training.model.flat.numel()} weights, from step {training.done} of {training.steps}", flush=True)
    since, losses = time.time(), []
    while training.done < training.steps:
        side, loss, scale = training.step()
        losses.append(loss)
        if training.done % 20 == 0 or training.done == training.steps:
            pace = (time.time() - since) / len(losses)
            print(f"step {training.done}  side {side}  loss {sum(losses) / len(losses):.4f}  scale {scale:.2f}  rate {training.rate():.2e}  "
                  f"{1 / pace:.2f} steps/s  {BATCH / pace:.0f} pictures/s  {pace * (training.steps - training.done) / 60:.1f} min left at this pace", flush=True)
            if training.done % 100 == 0 or training.done == training.steps:
                training.save(state)
            since, losses = time.time(), []


if __name__ == "__main__":
    main()
