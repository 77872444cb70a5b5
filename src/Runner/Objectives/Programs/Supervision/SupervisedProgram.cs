using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipes;

namespace Goalkeeper.Runner;

/// <summary>One program below the supervisor, from its start until nothing is left of it.</summary>
/// <param name="start">What is started.</param>
/// <param name="frames">Where its output and its end go.</param>
/// <param name="events">What happens meanwhile: a <see cref="Request"/>, or what <see cref="Reap"/> sees.</param>
internal sealed class SupervisedProgram(ProgramStart start, FrameWriter frames, BlockingCollection<object> events)
{
    private const int PipeSize = 65536;

    private static readonly TimeSpan BetweenTicks = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenKills = TimeSpan.FromMilliseconds(50);

    private const int MostRounds = 50;

    // What outlives SIGKILL for so long is another user's process, or waits for a disk that does not answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _clock = new();
    private readonly HashSet<int> _asked = [];
    private int _process;
    private TimeSpan _lastLook;
    private TimeSpan _running; // time in which it was suspended does not count
    private bool _isSuspended;
    private TimeSpan? _endingSince;
    private EndedBy _by;
    private ChildEnd? _own;
    private TimeSpan _wall;
    private TimeSpan _processor;
    private long _peakMemory;

    private bool IsKilling => _running - _endingSince >= start.Grace;

    private bool IsHopeless => _running - _endingSince >= start.Grace + Patience;

    /// <summary>Runs it, and says how it ended.</summary>
    /// <returns>Whether another can be run: Goalkeeper is there, and nothing was left of this one.</returns>
    public bool Run()
    {
        using var output = new AnonymousPipeServerStream(PipeDirection.In);
        using var error = new AnonymousPipeServerStream(PipeDirection.In);
        _clock.Start();
        (_process, var refused) = LibC.Start(start, output.ClientSafePipeHandle, error.ClientSafePipeHandle);
        output.DisposeLocalCopyOfClientHandle();
        error.DisposeLocalCopyOfClientHandle();
        if (refused != 0)
        {
            frames.Write(Frame.Refused, BitConverter.GetBytes(refused));
            return true;
        }
        frames.Write(Frame.Started, BitConverter.GetBytes(_process));
        List<Thread> pumps = [InBackground(() => Pump(output, Frame.Output)), InBackground(() => Pump(error, Frame.Error))];
        InBackground(Reap);

        var isGone = false;
        var isOver = false;
        while (!isOver && !IsHopeless)
        {
            events.TryTake(out var happened, UntilNextLook());
            Advance();
            if (happened is ChildEnd child) Count(child);
            else if (happened is ChildrenLeft left) isOver = IsOver(left);
            else if (happened is Request) End(EndedBy.Request);
            else Look();
            isGone |= happened is Request.Leave;
        }
        if (!OperatingSystem.IsLinux()) SignalAll(LibC.Kill); // orphans are nobody's children there
        var isDrained = pumps.TrueForAll(pump => pump.Join(isOver ? Patience : TimeSpan.Zero));
        var isLast = !isOver || !isDrained || isGone;
        var end = new ProgramEnd(_by, _own?.ExitCode, _own?.Signal, _wall, _processor, KnownPeak(), LeftRunning: !isOver, isLast);
        frames.Write(Frame.Ended, end.ToBytes());
        return !isLast;
    }

    private static Thread InBackground(Action work)
    {
        var thread = new Thread(() => work()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private void Pump(Stream from, Frame kind)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FrameWriter.HeaderLength + PipeSize);
        while (from.Read(buffer, FrameWriter.HeaderLength, PipeSize) is var read and > 0)
            frames.WriteInPlace(kind, buffer.AsSpan(0, FrameWriter.HeaderLength + read));
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Takes note of every child that ends, adopted ones too, until there is none.</summary>
    private void Reap()
    {
        var wait = true;
        while (LibC.WaitForChild(wait, out var end) is var child and >= 0)
        {
            wait = child == 0;
            events.Add(wait ? ChildrenLeft.Some : end);
        }
        events.Add(ChildrenLeft.None);
    }

    private void Count(ChildEnd end)
    {
        _processor += end.Processor;
        _peakMemory = Math.Max(_peakMemory, end.PeakMemory);
        if (end.Process != _process) return;
        _own = end;
        _wall = _clock.Elapsed;
    }

    // Linux counts as a program's what the process had that became it: until then, this one's memory.
    private long? KnownPeak()
    {
        using var supervisor = Process.GetCurrentProcess();
        return _peakMemory > supervisor.PeakWorkingSet64 ? _peakMemory : null;
    }

    private bool IsOver(ChildrenLeft left)
    {
        // What the program leaves behind ends with it, also what was born while the others were being asked.
        if (left == ChildrenLeft.Some && _own is not null)
        {
            End(EndedBy.Itself);
            AskAll();
        }
        return left == ChildrenLeft.None;
    }

    private void End(EndedBy by)
    {
        if (_endingSince is not null) return;
        _endingSince = _running;
        if (_own is null) _by = by;
        AskAll();
    }

    /// <summary>Asks each once: what a program starts to tidy up with is not disturbed.</summary>
    private void AskAll()
    {
        foreach (var process in All().Where(_asked.Add))
        {
            LibC.Signal(process, LibC.Terminate);
            LibC.Signal(process, LibC.Continue); // who is stopped hears nothing
        }
    }

    private TimeSpan UntilNextLook()
    {
        if (IsKilling) return BetweenKills;
        var deadline = _endingSince is { } since ? since + start.Grace : start.Timeout;
        var left = (deadline - _running) ?? BetweenTicks;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < BetweenTicks ? left : BetweenTicks;
    }

    private void Advance()
    {
        var now = _clock.Elapsed;
        if (!_isSuspended) _running += now - _lastLook;
        _lastLook = now;
    }

    private void Look()
    {
        if (Descendants.IsStopped(LibC.Parent()) != _isSuspended)
        {
            _isSuspended = !_isSuspended;
            SignalAll(_isSuspended ? LibC.Stop : LibC.Continue);
        }
        if (_isSuspended) return;
        frames.Write(Frame.Tick);
        if (_running >= start.Timeout) End(EndedBy.Timeout);
        if (IsKilling) KillAll();
    }

    // Looking for processes takes time, in which one that keeps starting others has started more. So all are stopped first, by their groups, which
    // takes in those that were not seen, until nothing is found that moves; and then killed.
    private void KillAll()
    {
        for (var round = 0; round < MostRounds && OperatingSystem.IsLinux(); round++)
        {
            var moving = Descendants.Of(Environment.ProcessId).Where(p => !p.IsStopped).ToList();
            if (moving.Count == 0) break;
            SignalGroups(moving, LibC.Stop);
        }
        if (OperatingSystem.IsLinux()) SignalGroups(Descendants.Of(Environment.ProcessId), LibC.Kill);
        else SignalAll(LibC.Kill);
    }

    private static void SignalGroups(IReadOnlyList<Descendant> processes, int signal)
    {
        // The supervisor leads a session: its own group is the only one that is not below it.
        foreach (var group in processes.Select(p => p.Group).Where(g => g > 1 && g != Environment.ProcessId).Distinct()) LibC.Signal(-group, signal);
        foreach (var process in processes) LibC.Signal(process.Id, signal);
    }

    private void SignalAll(int signal)
    {
        foreach (var process in All()) LibC.Signal(process, signal);
    }

    private IEnumerable<int> All() => OperatingSystem.IsLinux() ? Descendants.Of(Environment.ProcessId).Select(p => p.Id) : [-_process]; // its group

    private enum ChildrenLeft
    {
        None,
        Some,
    }
}
