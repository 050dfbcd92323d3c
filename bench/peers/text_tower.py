"""CLIP's text transformer as openai/CLIP clip/model.py defines it, frozen and fp32, in the fastest form that plain PyTorch allows."""
import torch
import torch.nn.functional as F

HEAD_WIDTH = 64                                # openai/CLIP: heads = width // 64
EPSILON = 1e-5


class TextTower:
    """
    All positions of all prompts go through all layers, as published. What may be chosen freely is chosen for speed; nothing of it leaves out work:

    * x·sigmoid(1.702x) = silu(1.702x)/1.702 is one kernel in each direction instead of three; the factor goes into the frozen weights beside it.
    * The queries' factor 1/sqrt(64) goes into the frozen weights as well (a power of two, so exact).
    * Rows stay in two dimensions, [positions·prompts, d], and sums with the residual are made in place: no layer's way back needs the product that is
      overwritten (in three dimensions it would be a view, and its way back a copy).
    * Attention is written out, with one packed product for queries, keys and values, and batched products. 10 classes, PyTorch 1.13, one thread, best of six
      interleaved steps: 0.816 s; with three products instead of the packed one 0.811, with F.multi_head_attention_forward, as the repositories have it,
      0.821. So the choice hardly matters. PyTorch 2 has a fused attention, which is used where it exists.
    """

    fused = hasattr(F, "scaled_dot_product_attention")

    def __init__(self, file):
        def read(name):
            return torch.from_numpy(file.read(name))

        self.file = file
        self.positional_embedding = read("positional_embedding")
        self.positions, self.width = self.positional_embedding.shape
        self.heads = self.width // HEAD_WIDTH
        layers = 0
        while f"transformer.resblocks.{layers}.ln_1.weight" in file:
            layers += 1
        self.blocks = [Block(read, f"transformer.resblocks.{i}.", self.width, self.fused) for i in range(layers)]
        self.ln_final = read("ln_final.weight"), read("ln_final.bias")
        self.text_projection = read("text_projection")
        self.logit_scale = float(read("logit_scale"))

    def token_embedding(self, tokens):
        """Rows of the frozen table for a list of token ids, [n, d]; only these rows are read."""
        distinct = sorted(set(tokens))
        place = {token: i for i, token in enumerate(distinct)}
        rows = torch.from_numpy(self.file.read_rows("token_embedding.weight", distinct))
        return rows[[place[token] for token in tokens]]

    def mask(self, positions):
        return torch.full((positions, positions), float("-inf")).triu_(1)

    def encode(self, prompts, ends, mask):
        """Raw class embeddings [C, e] of embedded prompts [positions, C, d]; ends: position of each [EOS]."""
        positions, count, width = prompts.shape
        x = (prompts + self.positional_embedding[:positions, None]).view(-1, width)
        for block in self.blocks:
            x = block.attend(F.layer_norm(x, (width,), *block.ln_1, EPSILON), mask, positions, self.heads).add_(x)
            x = block.mlp(F.layer_norm(x, (width,), *block.ln_2, EPSILON)).add_(x)
        x = F.layer_norm(x, (width,), *self.ln_final, EPSILON).view(positions, count, width)
        return x[ends, torch.arange(count)] @ self.text_projection


class Block:
    def __init__(self, read, prefix, width, fused):
        self.ln_1 = read(prefix + "ln_1.weight"), read(prefix + "ln_1.bias")
        self.ln_2 = read(prefix + "ln_2.weight"), read(prefix + "ln_2.bias")
        self.in_proj = read(prefix + "attn.in_proj_weight"), read(prefix + "attn.in_proj_bias")
        self.out_proj = read(prefix + "attn.out_proj.weight"), read(prefix + "attn.out_proj.bias")
        self.c_fc = read(prefix + "mlp.c_fc.weight").mul_(1.702), read(prefix + "mlp.c_fc.bias").mul_(1.702)
        self.c_proj = read(prefix + "mlp.c_proj.weight").div_(1.702), read(prefix + "mlp.c_proj.bias")
        self.fused = fused
        if not fused:                          # the fused attention divides by sqrt(64) itself
            for part in self.in_proj:
                part[:width].mul_(HEAD_WIDTH ** -0.5)

    def attend(self, x, mask, positions, heads):
        prompts = x.shape[0] // positions
        packed = F.linear(x, *self.in_proj).view(positions, prompts, 3, heads, HEAD_WIDTH)
        if self.fused:
            q, k, v = packed.permute(2, 1, 3, 0, 4).unbind(0)                           # [C, heads, positions, 64] each
            attended = F.scaled_dot_product_attention(q, k, v, is_causal=True).permute(2, 0, 1, 3)
        else:
            q, k, v = packed.permute(2, 1, 3, 0, 4).reshape(3, prompts * heads, positions, HEAD_WIDTH).unbind(0)
            weights = torch.softmax(torch.baddbmm(mask, q, k.transpose(1, 2)), -1)
            attended = torch.bmm(weights, v).transpose(0, 1)
        return F.linear(attended.reshape(x.shape), *self.out_proj)

    def mlp(self, x):
        return F.linear(F.silu(F.linear(x, *self.c_fc)), *self.c_proj)
