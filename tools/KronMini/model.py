"""CLIP (Radford et al. 2021) with a ViT image tower, as in transformers' CLIPModel. All weights lie in one flat vector; queries, keys and values in a row."""
import torch
import torch.nn.functional as F

SIZES = dict(side=64, patch=8, image_width=192, image_layers=6, image_heads=3, positions=77, text_width=128, text_layers=4, text_heads=2, joint=192)


def shapes(sizes, vocabulary):
    """Name and shape of every weight; those that decay come first. "qkv" stands for q_proj, k_proj and v_proj."""
    v, t, joint, patch = sizes["image_width"], sizes["text_width"], sizes["joint"], sizes["patch"]
    decayed, other = {}, {}
    for tower, w, layers in (("vision_model", v, sizes["image_layers"]), ("text_model", t, sizes["text_layers"])):
        for n in range(layers):
            layer = f"{tower}.encoder.layers.{n}."
            for part, rows, columns in (("self_attn.qkv", 3 * w, w), ("self_attn.out_proj", w, w), ("mlp.fc1", 4 * w, w), ("mlp.fc2", w, 4 * w)):
                decayed[f"{layer}{part}.weight"] = (rows, columns)
                other[f"{layer}{part}.bias"] = (rows,)
            for norm in ("layer_norm1", "layer_norm2"):
                other[f"{layer}{norm}.weight"] = other[f"{layer}{norm}.bias"] = (w,)
    for norm, w in (("vision_model.pre_layrnorm", v), ("vision_model.post_layernorm", v), ("text_model.final_layer_norm", t)):
        other[f"{norm}.weight"] = other[f"{norm}.bias"] = (w,)
    decayed["vision_model.embeddings.patch_embedding.weight"] = (v, 3, patch, patch)
    decayed["visual_projection.weight"] = (joint, v)
    decayed["text_projection.weight"] = (joint, t)
    other["vision_model.embeddings.class_embedding"] = (v,)
    other["vision_model.embeddings.position_embedding.weight"] = ((sizes["side"] // patch) ** 2 + 1, v)
    other["text_model.embeddings.token_embedding.weight"] = (vocabulary, t)
    other["text_model.embeddings.position_embedding.weight"] = (sizes["positions"], t)
    other["logit_scale"] = ()
    return decayed, other


class Clip:
    """precision: the type in which the linear layers and the attention multiply; everything else is fp32."""

    def __init__(self, sizes, vocabulary, precision=torch.float32):
        decayed, other = shapes(sizes, vocabulary)
        self.sizes, self.vocabulary, self.precision, self.shapes = sizes, vocabulary, precision, decayed | other
        count = lambda group: sum(torch.Size(shape).numel() for shape in group.values())
        self.decayed = count(decayed)                           # this many numbers at the start of flat
        self.flat = torch.zeros(count(self.shapes))
        self.gradient = torch.zeros_like(self.flat)
        self.w, at = {}, 0
        for name, shape in self.shapes.items():
            end = at + torch.Size(shape).numel()
            self.w[name] = self.flat[at:end].view(shape).requires_grad_()
            self.w[name].grad = self.gradient[at:end].view(shape)
            at = end
        self.grids = {}

    def initialise(self):
        """As CLIP does: attention with width^-1/2, what is added to the residual stream smaller by (2 layers)^-1/2."""
        for name, weight in self.w.items():
            weight = weight.detach()
            tower = "image" if name.startswith("vis") else "text"
            w, layers = self.sizes[f"{tower}_width"], self.sizes[f"{tower}_layers"]
            if name.endswith("bias"):
                continue
            elif name == "logit_scale":
                weight.fill_(2.6592)
            elif "norm" in name and name.endswith("weight"):    # pre_layrnorm included
                weight.fill_(1)
            else:
                kind = name.removesuffix(".weight").split(".")[-1]
                std = {"qkv": w ** -0.5, "out_proj": (2 * layers * w) ** -0.5, "fc1": (2 * w) ** -0.5, "fc2": (2 * layers * w) ** -0.5,
                       "patch_embedding": 0.04, "token_embedding": 0.02, "position_embedding": 0.01}.get(kind, w ** -0.5)
                weight.normal_(0, std)

    def image(self, pixels):
        """pixels: [pictures, 3, side, side], normalised; the side may be any multiple of the patch. Returns features and the pooled output."""
        w, s, tower = self.w, self.sizes, "vision_model."
        b, p, g = len(pixels), s["patch"], pixels.shape[-1] // s["patch"]
        patches = pixels.view(b, 3, g, p, g, p).permute(0, 2, 4, 1, 3, 5).reshape(b, g * g, 3 * p * p)
        x = self.linear(patches, w[tower + "embeddings.patch_embedding.weight"].flatten(1)).float()
        first = w[tower + "embeddings.class_embedding"].expand(b, 1, -1)
        x = torch.cat([first, x], 1) + self.grid_positions(g)   # [pictures, 1 + g g, width]
        x = self.norm(x, tower + "pre_layrnorm")
        for n in range(s["image_layers"]):
            x = self.block(x, f"{tower}encoder.layers.{n}.", s["image_heads"])
        pooled = self.norm(x[:, 0], tower + "post_layernorm")
        return F.linear(pooled, w["visual_projection.weight"]), pooled

    def text(self, tokens, ends):
        """tokens: [texts, length]; ends: [texts], the place of the end token."""
        w, s, tower = self.w, self.sizes, "text_model."
        length = tokens.shape[1]
        x = F.embedding(tokens, w[tower + "embeddings.token_embedding.weight"]) + w[tower + "embeddings.position_embedding.weight"][:length]
        mask = torch.full((length, length), -1e4, dtype=self.precision).triu(1)
        for n in range(s["text_layers"]):
            x = self.block(x, f"{tower}encoder.layers.{n}.", s["text_heads"], mask)
        x = self.norm(x[torch.arange(len(x)), ends], tower + "final_layer_norm")
        return F.linear(x, w["text_projection.weight"])

    def block(self, x, layer, heads, mask=None):
        b, n, width = x.shape
        d = width // heads
        h = self.linear(self.norm(x, layer + "layer_norm1"), *self.pair(layer + "self_attn.qkv"))
        q, k, v = h.view(b, n, 3, heads, d).permute(2, 0, 3, 1, 4).reshape(3, b * heads, n, d).unbind(0)
        scores = torch.bmm(q * d ** -0.5, k.transpose(1, 2))    # [pictures heads, n, n]
        h = torch.bmm((scores if mask is None else scores + mask).softmax(-1), v)
        h = h.view(b, heads, n, d).transpose(1, 2).reshape(b, n, width)
        x = x + self.linear(h, *self.pair(layer + "self_attn.out_proj"))
        # QuickGELU x sigmoid(1.702 x) is silu(1.702 x) / 1.702; the factors go into the weights, which are smaller than the activations.
        weight, bias = self.pair(layer + "mlp.fc1")
        h = F.silu(self.linear(self.norm(x, layer + "layer_norm2"), weight * 1.702, bias * 1.702).float())   # bf16 silu is slower
        weight, bias = self.pair(layer + "mlp.fc2")
        return x + self.linear(h, weight / 1.702, bias)

    def pair(self, name):
        return self.w[name + ".weight"], self.w[name + ".bias"]

    def linear(self, x, weight, bias=None):
        return F.linear(x.to(self.precision), weight.to(self.precision), None if bias is None else bias.to(self.precision))

    def norm(self, x, name):
        return F.layer_norm(x, x.shape[-1:], *self.pair(name))

    def grid_positions(self, g):
        """The patches' positions, interpolated to g x g as one matrix product."""
        full = self.sizes["side"] // self.sizes["patch"]
        positions = self.w["vision_model.embeddings.position_embedding.weight"]
        if g == full:
            return positions
        if g not in self.grids:
            unit = torch.eye(full * full).view(1, -1, full, full)
            small = F.interpolate(unit, (g, g), mode="bilinear", align_corners=False).view(full * full, g * g).t()
            self.grids[g] = torch.block_diag(torch.ones(1, 1), small)
        return self.grids[g] @ positions
