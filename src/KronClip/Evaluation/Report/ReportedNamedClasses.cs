namespace KronClip.Evaluation;

/// <summary>
/// What a class may expect that is added later by its name alone: the method was trained without some of the classes, these were then named, and their test pictures classified among the names of
/// all classes. Every class was left out once.
/// </summary>
/// <param name="Groups">Trainings: into so many groups the classes were divided, and each was left out once.</param>
/// <param name="Pictures">Pictures measured.</param>
/// <param name="Accuracy">Share recognised where their class was only named.</param>
/// <param name="ZeroShot">Share of the same that zero-shot CLIP recognises, which was only told names too.</param>
/// <param name="Trained">Share of the same that the run's own classifier recognises, which was trained on their class.</param>
public sealed record ReportedNamedClasses(int Groups, int Pictures, Interval Accuracy, Interval ZeroShot, Interval Trained);
