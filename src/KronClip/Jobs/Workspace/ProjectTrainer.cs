namespace KronClip.Jobs;

/// <summary>
/// Trains the projects of a workspace in the background, one at a time: a training has a base model of its own in memory, beside those that answer. How the last training of each project went is
/// kept; one that was stopped with its server is called cancelled and goes on from its last checkpoint when the same is asked for again. Thread-safe.
/// </summary>
public sealed class ProjectTrainer : IDisposable
{
    const string StateFile = "training.json";

    readonly Lock gate = new();
    readonly Workspace workspace;
    readonly Action<Project> switched;
    readonly Dictionary<string, TrainingDocument> last = new(StringComparer.Ordinal);
    Under? way;
    bool closed;

    /// <summary>A trainer for a workspace.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="switched">Called when another classifier of a project is served.</param>
    public ProjectTrainer(Workspace workspace, Action<Project>? switched = null)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        (this.workspace, this.switched) = (workspace, switched ?? (_ => { }));
        foreach (var project in workspace.Projects.Where(p => File.Exists(StateOf(p))))
        {
            try
            {
                var kept = WorkspaceFiles.Read(StateOf(project), WorkspaceJson.Default.TrainingDocument);
                last[project.Id] = kept.Training.IsOver ? kept : kept with { Training = Stopped(kept.Training) };
            }
            catch (DataException)
            {
                // How a training went is worth no project: it is idle then.
            }
        }
    }

    /// <summary>Begins a training.</summary>
    /// <param name="project">The project.</param>
    /// <param name="wish">What is wanted.</param>
    /// <param name="who">Who asks.</param>
    /// <exception cref="WorkspaceException">One runs already, or the project has too few pictures.</exception>
    /// <exception cref="StorageException">The disk takes nothing.</exception>
    public TrainingView Start(Project project, TrainingWish? wish, string who)
    {
        ArgumentNullException.ThrowIfNull(project);
        lock (gate)
        {
            if (closed || way is not null)
                throw new WorkspaceException(WorkspaceFault.Conflict, closed ? "The server is stopping." : way!.Project == project
                    ? "This project is being trained already. Wait for it, or cancel it."
                    : "Another project is being trained; one training runs at a time. Wait for it, or cancel it.");
            var input = TrainingInput.Of(project, wish ?? new TrainingWish(), workspace.Options);
            var number = last.TryGetValue(project.Id, out var kept) && kept.Key == input.Key && kept.Training.State is TrainingView.Cancelled ? kept.Number : project.Versions.Next();
            var begun = new Under(project, input, number, who);
            Keep(project, new TrainingDocument { Number = number, Key = input.Key, Training = begun.Observer.View });
            project.Said(who, "training begun", new System.Text.Json.Nodes.JsonObject { ["number"] = number, ["method"] = input.Method, ["model"] = input.Model, ["shots"] = input.Shots, ["seed"] = input.Seed });
            way = begun;
            begun.Thread = new Thread(() => Run(begun)) { IsBackground = true, Name = "training", Priority = ThreadPriority.BelowNormal };
            begun.Thread.Start();
            return begun.Observer.View;
        }
    }

    /// <summary>The training of a project: the one under way, or the last.</summary>
    public TrainingView Of(Project project)
    {
        ArgumentNullException.ThrowIfNull(project);
        lock (gate)
            return way?.Project == project ? way.Observer.View : last.TryGetValue(project.Id, out var kept) ? kept.Training : TrainingView.None;
    }

    /// <summary>Whether a project is being trained.</summary>
    public bool IsTraining(Project project)
    {
        lock (gate)
            return way?.Project == project;
    }

    /// <summary>Cancels the training of a project, and waits until it has ended; false where none runs.</summary>
    public bool Cancel(Project project)
    {
        Under? running;
        lock (gate)
            running = way?.Project == project ? way : null;
        if (running is null)
            return false;
        running.Cancel.Cancel();
        running.Thread!.Join();
        return true;
    }

    /// <summary>A project is deleted; how its training went is forgotten.</summary>
    public void Forget(string id)
    {
        lock (gate)
            last.Remove(id);
    }

    /// <summary>Cancels what is under way and waits for it: its state is saved.</summary>
    public void Dispose()
    {
        Under? running;
        lock (gate)
        {
            closed = true;
            running = way;
        }
        running?.Cancel.Cancel();
        running?.Thread!.Join();
    }

    void Run(Under under)
    {
        TrainingView ended;
        try
        {
            var result = new ProjectTraining(under.Project, under.Input, under.Number, under.Who, workspace.Options, under.Observer, under.Cancel.Token).Run();
            if (result.Switched)
                switched(under.Project);
            ended = under.Observer.View with { State = TrainingView.Done, Stage = null, Result = result };
        }
        catch (OperationCanceledException)
        {
            ended = under.Observer.View with { State = TrainingView.Cancelled, Stage = null, Error = "The training was cancelled. Begun again with the same pictures, it goes on where it was." };
        }
        catch (KronClipException error)
        {
            ended = under.Observer.View with { State = TrainingView.Failed, Stage = null, Error = error.Message };
        }
        catch (Exception error)
        {
            ended = under.Observer.View with { State = TrainingView.Failed, Stage = null, Error = $"This is a bug in kronclip, not in what you did: {error.GetType().Name}: {error.Message}" };
        }
        lock (gate)
        {
            try
            {
                Keep(under.Project, new TrainingDocument { Number = under.Number, Key = under.Input.Key, Training = ended });
                if (ended.State != TrainingView.Done)
                    under.Project.Said(under.Who, $"training {ended.State}", new System.Text.Json.Nodes.JsonObject { ["number"] = under.Number, ["reason"] = ended.Error });
            }
            catch (KronClipException error)
            {
                last[under.Project.Id] = new TrainingDocument { Number = under.Number, Key = under.Input.Key, Training = ended with { Warnings = [.. ended.Warnings, error.Message] } };
            }
            finally
            {
                way = null;
            }
        }
        under.Cancel.Dispose();
    }

    void Keep(Project project, TrainingDocument document)
    {
        WorkspaceFiles.Write(StateOf(project), document, WorkspaceJson.Default.TrainingDocument);
        last[project.Id] = document;
    }

    static TrainingView Stopped(TrainingView training) => training with
    {
        State = TrainingView.Cancelled,
        Stage = null,
        Error = "The server was stopped while it trained. Begun again with the same pictures, the training goes on where it was.",
    };

    static string StateOf(Project project) => Path.Combine(project.Folder, StateFile);

    /// <summary>A training under way.</summary>
    sealed class Under(Project project, TrainingInput input, int number, string who)
    {
        public Project Project => project;

        public TrainingInput Input => input;

        public int Number => number;

        public string Who => who;

        public TrainingObserver Observer { get; } = new();

        public CancellationTokenSource Cancel { get; } = new();

        public Thread? Thread { get; set; }
    }
}
