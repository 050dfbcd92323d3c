"""Writes the trained weights as a folder in the form of transformers' CLIPModel, F16, and reads such a folder back."""
import json
import os
import struct
import sys

import numpy as np
import torch

from bpe import Tokenizer, write_text
from data import DEVIATIONS, MEANS
from model import SIZES, Clip

QKV = ("q_proj", "k_proj", "v_proj")


def named(model):
    """Name -> array, queries, keys and values apart."""
    for name, weight in model.w.items():
        if ".qkv." in name:
            for part, piece in zip(QKV, weight.detach().chunk(3)):
                yield name.replace("qkv", part), piece.numpy()
        else:
            yield name, weight.detach().numpy()


def write_safetensors(path, tensors):
    """Header length, JSON header padded to eight bytes, data (the format's own description)."""
    header, parts, at = {"__metadata__": {"format": "pt"}}, [], 0
    for name, array in sorted(tensors):
        part = np.ascontiguousarray(array, "<f2").tobytes()
        if not np.isfinite(array.astype(np.float16)).all():
            raise ValueError(f"{name} does not fit into F16")
        header[name] = {"dtype": "F16", "shape": list(array.shape), "data_offsets": [at, at + len(part)]}
        at += len(part)
        parts.append(part)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path + ".new", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(parts))
    os.replace(path + ".new", path)
    return 8 + len(text) + at


def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        body = file.read()
    return {name: np.frombuffer(body[slice(*entry["data_offsets"])], "<f2").reshape(entry["shape"]).astype(np.float32)
            for name, entry in header.items() if name != "__metadata__"}


def config(tokenizer, s):
    def tower(name, layers, width, heads, **more):
        return {"model_type": name, "hidden_size": width, "intermediate_size": 4 * width, "num_hidden_layers": layers, "num_attention_heads": heads,
                "projection_dim": s["joint"], "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5, **more}

    return {"architectures": ["CLIPModel"], "model_type": "clip", "projection_dim": s["joint"], "logit_scale_init_value": 2.6592,
            "torch_dtype": "float16",
            "text_config": tower("clip_text_model", s["text_layers"], s["text_width"], s["text_heads"], vocab_size=len(tokenizer.vocabulary),
                                 max_position_embeddings=s["positions"], bos_token_id=tokenizer.start, eos_token_id=tokenizer.end,
                                 pad_token_id=tokenizer.end),
            "vision_config": tower("clip_vision_model", s["image_layers"], s["image_width"], s["image_heads"], image_size=s["side"],
                                   patch_size=s["patch"], num_channels=3)}


def preprocessing(side):
    return {"image_processor_type": "CLIPImageProcessor", "do_convert_rgb": True, "do_resize": True, "size": {"shortest_edge": side}, "resample": 3,
            "do_center_crop": True, "crop_size": {"height": side, "width": side}, "do_rescale": True, "rescale_factor": 1 / 255,
            "do_normalize": True, "image_mean": MEANS, "image_std": DEVIATIONS}


def load(folder):
    """The model of a folder, computing in fp32, and its tokenizer."""
    tokenizer = Tokenizer.load(folder)
    model = Clip(SIZES, len(tokenizer.vocabulary))
    stored = read_safetensors(os.path.join(folder, "model.safetensors"))
    with torch.no_grad():
        for name, weight in model.w.items():
            array = np.concatenate([stored[name.replace("qkv", part)] for part in QKV]) if ".qkv." in name else stored[name]
            weight.copy_(torch.from_numpy(array.reshape(weight.shape)))
    return model, tokenizer


def main(run, folder):
    state = torch.load(os.path.join(run, "state.pt"))
    if state["done"] < state["steps"]:
        raise SystemExit(f"the training stands at step {state['done']} of {state['steps']}; let it finish first.")
    tokenizer = Tokenizer.load(run)
    model = Clip(SIZES, len(tokenizer.vocabulary))
    model.flat.copy_(state["mean"])
    tokenizer.save(folder)
    write_text(os.path.join(folder, "config.json"), json.dumps(config(tokenizer, SIZES), indent=2) + "\n")
    write_text(os.path.join(folder, "preprocessor_config.json"), json.dumps(preprocessing(SIZES["side"]), indent=2) + "\n")
    size = write_safetensors(os.path.join(folder, "model.safetensors"), list(named(model)))
    print(f"{folder}: {size / 1e6:.1f} MB, logit scale {model.w['logit_scale'].exp().item():.2f}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
