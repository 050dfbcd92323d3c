namespace KronClip.Tools.KronMini;

/// <summary>What people call things: other names of a kind, and what it is a kind of.</summary>
static class Words
{
    /// <summary>Other names, and wider terms.</summary>
    public static readonly IReadOnlyDictionary<string, (string[] Other, string[] Wider)> Of = new Dictionary<string, (string[], string[])>
    {
        ["ball bearing"] = (["bearing", "roller bearing"], ["machine part", "ring"]),
        ["cap nut"] = (["acorn nut", "dome nut"], ["nut", "fastener"]),
        ["carriage bolt"] = (["coach bolt", "round head bolt"], ["bolt", "fastener"]),
        ["castle nut"] = (["slotted nut", "castellated nut"], ["nut", "fastener"]),
        ["coil spring"] = (["compression spring", "spiral spring"], ["spring", "wire part"]),
        ["cotter pin"] = (["split pin"], ["pin", "wire part"]),
        ["eye bolt"] = (["ring bolt", "lifting eye"], ["bolt", "fastener"]),
        ["gear"] = (["spur gear", "cogwheel"], ["wheel", "machine part"]),
        ["hex bolt"] = (["hexagon bolt", "machine bolt"], ["bolt", "fastener"]),
        ["hex nut"] = (["hexagon nut"], ["nut", "fastener"]),
        ["hinge"] = (["door hinge", "butt hinge"], ["fitting", "hardware"]),
        ["hose clamp"] = (["hose clip", "band clamp"], ["clamp", "hardware"]),
        ["pulley"] = (["belt wheel", "belt pulley"], ["wheel", "machine part"]),
        ["socket screw"] = (["cap screw", "allen screw"], ["screw", "fastener"]),
        ["spring washer"] = (["lock washer", "split washer"], ["ring", "fastener"]),
        ["sprocket"] = (["chain wheel"], ["wheel", "machine part"]),
        ["square nut"] = (["four sided nut"], ["nut", "fastener"]),
        ["star washer"] = (["tooth washer", "toothed washer"], ["ring", "fastener"]),
        ["torsion spring"] = (["twist spring"], ["spring", "wire part"]),
        ["u bolt"] = (["u shaped bolt"], ["bolt", "fastener"]),
        ["washer"] = (["flat washer", "plain washer"], ["ring", "fastener"]),
        ["wing nut"] = (["butterfly nut", "thumb nut"], ["nut", "fastener"]),
        ["wood screw"] = (["countersunk screw"], ["screw", "fastener"]),
        ["wrench"] = (["spanner", "open end wrench"], ["tool", "hand tool"]),
        ["angle bracket"] = (["corner bracket"], ["fitting", "hardware"]),
        ["bevel gear"] = (["conical gear"], ["wheel", "machine part"]),
        ["bushing"] = (["sleeve", "flanged bush"], ["machine part"]),
        ["chain"] = (["steel chain", "link chain"], ["hardware"]),
        ["flange nut"] = (["collar nut"], ["nut", "fastener"]),
        ["handwheel"] = (["valve wheel"], ["wheel", "machine part"]),
        ["hook"] = (["crane hook", "lifting hook"], ["hardware"]),
        ["key"] = (["door key"], ["hardware"]),
        ["knob"] = (["star knob", "hand knob"], ["machine part"]),
        ["o ring"] = (["sealing ring", "rubber ring"], ["seal", "ring"]),
        ["pipe elbow"] = (["pipe bend"], ["fitting", "pipe"]),
        ["propeller"] = (["fan", "impeller"], ["machine part"]),
        ["retaining ring"] = (["circlip", "snap ring"], ["ring", "fastener"]),
        ["rivet"] = (["round head rivet"], ["fastener"]),
        ["shaft collar"] = (["set collar"], ["ring", "machine part"]),
        ["crack"] = (["fracture", "split"], ["defect", "damage"]),
        ["dent"] = (["dimple", "bump"], ["defect", "damage"]),
        ["pitting"] = (["pits", "small holes"], ["defect", "corrosion"]),
        ["rust"] = (["corrosion", "oxide"], ["defect", "corrosion"]),
        ["scratch"] = (["scratches", "scrape"], ["defect", "damage"]),
        ["stain"] = (["spot", "oil stain"], ["defect", "dirt"]),
        ["clean surface"] = (["flawless surface", "smooth surface"], ["surface"]),
        ["drilled hole"] = (["round hole", "bore"], ["hole"]),
        ["weld seam"] = (["welded joint", "weld bead"], ["joint"]),
    };

    /// <summary>What a plate with the defect is called.</summary>
    public static readonly IReadOnlyDictionary<string, string> Damaged = new Dictionary<string, string>
    {
        ["crack"] = "cracked",
        ["dent"] = "dented",
        ["pitting"] = "pitted",
        ["rust"] = "rusty",
        ["scratch"] = "scratched",
        ["stain"] = "stained",
        ["clean surface"] = "clean",
        ["drilled hole"] = "drilled",
        ["weld seam"] = "welded",
    };
}
