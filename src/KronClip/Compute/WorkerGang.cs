using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace KronClip.Compute;

/// <summary>
/// The threads that share the indices of a parallel loop with the thread that calls it. A step of training runs some hundreds of loops of a few
/// hundred microseconds each, so a worker that has finished one looks out for the next for a while before it goes to sleep, and nothing is
/// allocated. One loop at a time: whoever finds the gang busy, or is inside a loop already, does its loop alone. The workers are background threads
/// that never end.
/// </summary>
static unsafe class WorkerGang
{
    const int HelperBits = 16;

    static readonly Lock Entrance = new();
    static readonly List<Worker> Workers = [];
    static readonly long Patience = Stopwatch.Frequency / 10_000;       // 0.1 ms

    [ThreadStatic] static bool inLoop;

    // The loop under way; written inside the entrance before the ticket changes, and by nobody until all helpers have reported back.
    static delegate*<void*, int, void> body;
    static void* state;
    static int count, participants, busy;
    static Exception? fault;

    /// <summary>
    /// Where each participant goes on in its own share of the indices: neighbours in memory are mostly done by one thread, one after the other. Who is through with
    /// its share takes from the others'.
    /// </summary>
    static int[] next = new int[CountersApart];

    const int CountersApart = 32;           // integers; counters of different threads lie on different cache lines

    /// <summary>Number of the loop and, in the low bits, how many workers help with it: read at one go, so that a late worker cannot join a loop that does not wait for it.</summary>
    static long ticket;

    /// <summary>Calls <paramref name="loopBody"/>(state, index) for 0 … items-1 with at most <paramref name="threads"/> threads, the caller among them.</summary>
    public static void Run(int items, int threads, delegate*<void*, int, void> loopBody, void* loopState)
    {
        if (threads <= 1 || items <= 1 || inLoop || !Entrance.TryEnter())
        {
            for (var i = 0; i < items; i++)
                loopBody(loopState, i);
            return;
        }
        try
        {
            var helpers = Math.Min(Math.Min(threads, items) - 1, (1 << HelperBits) - 1);
            while (Workers.Count < helpers)
                Workers.Add(new Worker(Workers.Count, ticket));
            body = loopBody;
            state = loopState;
            (count, participants, fault, busy) = (items, helpers + 1, null, helpers);
            if (next.Length < participants * CountersApart)
                next = new int[participants * CountersApart];
            for (var w = 0; w < participants; w++)
                next[w * CountersApart] = Share(w);
            Volatile.Write(ref ticket, ((ticket >> HelperBits) + 1 << HelperBits) | (long)helpers);     // from here on the workers see the loop
            for (var w = 0; w < helpers; w++)
                Workers[w].WakeIfAsleep();
            TakeIndices(0);
            AwaitHelpers();
            if (fault is { } error)
                ExceptionDispatchInfo.Throw(error);
        }
        finally
        {
            Entrance.Exit();
        }
    }

    /// <summary>
    /// Waits until all helpers have reported back. They are at their last index, so the wait is short: the processor is not given away at once, for another process
    /// might keep it for milliseconds.
    /// </summary>
    static void AwaitHelpers()
    {
        var begin = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref busy) > 0 && Stopwatch.GetTimestamp() - begin < Patience)
            Thread.SpinWait(4);
        var wait = new SpinWait();
        while (Volatile.Read(ref busy) > 0)
            wait.SpinOnce(sleep1Threshold: -1);
    }

    /// <summary>The first index of a participant's share.</summary>
    static int Share(int participant) => (int)((long)count * participant / participants);

    /// <summary>Does the indices of a participant's own share and then those that others have not come to; after an exception nobody takes more.</summary>
    static void TakeIndices(int participant)
    {
        inLoop = true;
        try
        {
            for (var turn = 0; turn < participants; turn++)
            {
                var owner = (participant + turn) % participants;
                ref var counter = ref next[owner * CountersApart];
                for (var end = Share(owner + 1); Volatile.Read(ref counter) < end;)
                {
                    var i = Interlocked.Increment(ref counter) - 1;
                    if (i < end && fault is null)
                        body(state, i);
                }
            }
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref fault, error, null);
        }
        finally
        {
            inLoop = false;
        }
    }

    sealed class Worker
    {
        readonly object bell = new();
        readonly int index;
        bool asleep;

        public Worker(int index, long seen)
        {
            this.index = index;
            new Thread(() => Work(seen)) { IsBackground = true, Name = $"KronClip worker {index + 1}" }.Start();
        }

        public void WakeIfAsleep()
        {
            lock (bell)
            {
                if (!asleep)
                    return;
                asleep = false;
                Monitor.Pulse(bell);
            }
        }

        void Work(long seen)
        {
            while (true)
            {
                seen = NextTicket(seen);
                if (index >= (seen & ((1 << HelperBits) - 1)))
                    continue;
                TakeIndices(index + 1);
                Interlocked.Decrement(ref busy);
            }
        }

        long NextTicket(long seen)
        {
            var begin = Stopwatch.GetTimestamp();
            while (Volatile.Read(ref ticket) == seen)
            {
                if (Stopwatch.GetTimestamp() - begin < Patience)
                {
                    Thread.SpinWait(4);
                    continue;
                }
                lock (bell)
                {
                    asleep = Volatile.Read(ref ticket) == seen;         // whoever changes it later rings
                    while (asleep)
                        Monitor.Wait(bell);
                }
            }
            return Volatile.Read(ref ticket);
        }
    }
}
