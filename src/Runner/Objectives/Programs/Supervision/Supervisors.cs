using System.Collections.Concurrent;

namespace Goalkeeper.Runner;

/// <summary>
/// Runs programs, any number at once. A supervisor runs one at a time, so that all below it is that program's; those that are free wait here
/// for the next one, since starting one costs more than many a program.
/// </summary>
internal sealed class Supervisors : IDisposable
{
    private readonly ConcurrentBag<SupervisorProcess> _free = [];
    private readonly string _hook = SupervisorProcess.Hook();

    /// <inheritdoc cref="SupervisorProcess.Run"/>
    public ProgramEnd Run(ProgramStart start, FrameReceiver receiver, CancellationToken stop)
    {
        var supervisor = _free.TryTake(out var free) ? free : SupervisorProcess.Start(_hook);
        try
        {
            return supervisor.Run(start, receiver, stop);
        }
        finally
        {
            if (supervisor.IsReady) _free.Add(supervisor);
            else supervisor.Dispose();
        }
    }

    /// <summary>Lets all go.</summary>
    public void Dispose()
    {
        while (_free.TryTake(out var supervisor)) supervisor.Dispose();
    }
}
