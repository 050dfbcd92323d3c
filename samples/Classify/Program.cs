// Classifies the pictures of a folder and prints a table:
//     Classify parts.kronclip new-pictures
// Ends with 0, 1 if something failed, 2 if it was called wrongly, 130 if it was stopped.
using KronClip;
using KronClip.Jobs;
using KronClip.Samples.Classify;

if (args.Length != 2)
{
    Console.Error.WriteLine("Usage: Classify <classifier.kronclip> <folder of pictures>");
    return 2;
}
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};
try
{
    using var classifier = ImageClassifier.Load(args[0], cancel: stop.Token);
    var lines = FolderClassification.Of(classifier, args[1], stop.Token);
    AnswerTable.Write(Console.Out, lines);
    return lines.All(line => line.Answer is not null) ? 0 : 1;
}
catch (OperationCanceledException)
{
    return 130;
}
catch (KronClipException error)             // every error that KronClip raises on purpose; its message can be shown to a person
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
