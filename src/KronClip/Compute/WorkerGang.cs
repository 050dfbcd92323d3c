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
    static int count, next, busy;
    static Exception? fault;

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
            (count, next, fault, busy) = (items, -1, null, helpers);
            Volatile.Write(ref ticket, ((ticket >> HelperBits) + 1 << HelperBits) | (long)helpers);     // from here on the workers see the loop
            for (var w = 0; w < helpers; w++)
                Workers[w].WakeIfAsleep();
            TakeIndices();
            var wait = new SpinWait();
            while (Volatile.Read(ref busy) > 0)
                wait.SpinOnce(sleep1Threshold: -1);
            if (fault is { } error)
                ExceptionDispatchInfo.Throw(error);
        }
        finally
        {
            Entrance.Exit();
        }
    }

    /// <summary>Does indices that nobody has taken yet; after an exception nobody takes more.</summary>
    static void TakeIndices()
    {
        inLoop = true;
        try
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                body(state, i);
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref fault, error, null);
            Volatile.Write(ref next, count);
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
                TakeIndices();
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
