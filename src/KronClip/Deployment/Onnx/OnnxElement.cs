namespace KronClip.Deployment;

/// <summary>Types of a tensor's numbers, with their numbers in onnx.proto (TensorProto.DataType).</summary>
enum OnnxElement
{
    Float = 1,
    Uint8 = 2,
    Int8 = 3,
    Int64 = 7,
    Bool = 9,
    Float16 = 10,
}
