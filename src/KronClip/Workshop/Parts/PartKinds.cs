namespace KronClip.Workshop;

/// <summary>All kinds of parts of the workshop.</summary>
static class PartKinds
{
    static readonly Pose[] Bolt = [Pose.Lying, Pose.Lying, Pose.Lying, Pose.Reversed, Pose.Leaning];
    static readonly Pose[] Nut = [Pose.Upright, Pose.Upright, Pose.Reversed, Pose.Lying, Pose.Leaning];
    static readonly Pose[] Flat = [Pose.Upright, Pose.Upright, Pose.Leaning];
    static readonly Pose[] Standing = [Pose.Upright, Pose.Upright, Pose.Lying, Pose.Leaning];

    /// <summary>The kinds of the sets: 24, in the order of their names. The first half are the base classes.</summary>
    public static IReadOnlyList<PartKind> Downstream { get; } =
    [
        new("ball bearing", Wheels.BallBearing, Standing),
        new("cap nut", Nuts.Cap, Nut),
        new("carriage bolt", Bolts.Carriage, Bolt),
        new("castle nut", Nuts.Castle, Nut),
        new("coil spring", Wires.CoilSpring, [Pose.Lying, Pose.Lying, Pose.Upright, Pose.Leaning]),
        new("cotter pin", Wires.CotterPin, Flat),
        new("eye bolt", Bolts.Eye, [Pose.Lying, Pose.Lying, Pose.Leaning]),
        new("gear", Wheels.Gear, Standing),
        new("hex bolt", Bolts.Hex, Bolt),
        new("hex nut", Nuts.Hex, Nut),
        new("hinge", Plates.Hinge, Flat),
        new("hose clamp", Wires.HoseClamp, [Pose.Upright, Pose.Lying, Pose.Leaning]),
        new("pulley", Wheels.Pulley, Standing),
        new("socket screw", Bolts.Socket, Bolt),
        new("spring washer", Washers.Spring, Flat),
        new("sprocket", Wheels.Sprocket, Standing),
        new("square nut", Nuts.Square, Nut),
        new("star washer", Washers.Star, Flat),
        new("torsion spring", Wires.TorsionSpring, [Pose.Lying, Pose.Upright, Pose.Leaning]),
        new("u bolt", Bolts.U, Flat),
        new("washer", Washers.Plain, Flat),
        new("wing nut", Nuts.Wing, [Pose.Upright, Pose.Upright, Pose.Leaning]),
        new("wood screw", Bolts.WoodScrew, Bolt),
        new("wrench", Plates.Wrench, Flat),
    ];

    /// <summary>Kinds that only pre-training shows, so that the model knows a wider world than the sets ask for.</summary>
    public static IReadOnlyList<PartKind> Others { get; } =
    [
        new("angle bracket", Plates.AngleBracket, Standing),
        new("bevel gear", Wheels.BevelGear, Standing),
        new("bushing", Wheels.Bushing, Standing),
        new("chain", Wires.Chain, Flat),
        new("flange nut", Nuts.Flange, Nut),
        new("handwheel", Wheels.Handwheel, Standing),
        new("hook", Wires.Hook, Flat),
        new("key", Plates.Key, Flat),
        new("knob", Wheels.Knob, Standing),
        new("o ring", Washers.ORing, Flat, Rubber: true),
        new("pipe elbow", Wires.PipeElbow, Flat),
        new("propeller", Wheels.Propeller, Standing),
        new("retaining ring", Washers.Retaining, Flat),
        new("rivet", Bolts.Rivet, Bolt),
        new("shaft collar", Wheels.ShaftCollar, Standing),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PartKind> All { get; } = [.. Downstream, .. Others];

    /// <summary>The kind of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static PartKind Named(string name) => All.FirstOrDefault(kind => kind.Name == name) ?? throw new KeyNotFoundException($"The workshop makes no '{name}'.");
}
