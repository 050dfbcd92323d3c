using KronClip.Compute;

namespace KronClip.Workshop;

/// <summary>A kind of camera with its usual light, from which each picture's own is drawn.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Elevation">Range of degrees above the bench.</param>
/// <param name="FieldOfView">Range of degrees.</param>
/// <param name="Reach">Range of half of what the picture shows, in parts' radii.</param>
/// <param name="Barrel">Range of barrel distortion.</param>
/// <param name="Light">Draws the light; the camera's azimuth in degrees is given.</param>
/// <param name="Sensor">Draws the sensor.</param>
/// <param name="Drawing">Photograph or drawing.</param>
sealed record CameraKind(
    string Name,
    (float Low, float High) Elevation,
    (float Low, float High) FieldOfView,
    (float Low, float High) Reach,
    (float Low, float High) Barrel,
    Func<SeededRandom, float, float, Lighting> Light,
    Func<SeededRandom, Sensor> Sensor,
    Drawing Drawing = Drawing.Photograph)
{
    public Camera Place(SeededRandom random) => new(
        random.Between(Elevation.Low, Elevation.High),
        random.Between(0, 360),
        random.Between(FieldOfView.Low, FieldOfView.High),
        random.Between(Reach.Low, Reach.High),
        random.Between(Barrel.Low, Barrel.High),
        random.Between(-12, 12),
        new(random.Between(-0.15f, 0.15f), random.Between(-0.15f, 0.15f), 0));
}
