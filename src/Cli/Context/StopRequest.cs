using System.Runtime.InteropServices;

namespace Goalkeeper.Cli.Context;

/// <summary>A wish to stop: the first signal asks, a second one ends the process where it stands.</summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly List<PosixSignalRegistration> _registrations = [];

    private StopRequest(CancellationToken token) => _source = CancellationTokenSource.CreateLinkedTokenSource(token);

    /// <summary>Cancelled when the wish has come.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The exit code of a command that stopped by it.</summary>
    public int ExitCode { get; private set; } = Context.ExitCode.Interrupted;

    /// <summary>Listens to Ctrl-C (SIGINT), SIGTERM, and a terminal that is closed (SIGHUP).</summary>
    public static StopRequest FromSignals()
    {
        var request = new StopRequest(CancellationToken.None);
        request.Listen(PosixSignal.SIGINT, Context.ExitCode.Interrupted);
        request.Listen(PosixSignal.SIGTERM, Context.ExitCode.Terminated);
        if (!IgnoresHangUp()) request.Listen(PosixSignal.SIGHUP, Context.ExitCode.HungUp);
        return request;
    }

    /// <summary>Listens to a token.</summary>
    public static StopRequest From(CancellationToken token) => new(token);

    /// <summary>Listens no longer: signals end the process again.</summary>
    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _source.Dispose();
    }

    /// <summary>A signal has come; a second one is not taken from the system, which ends the process.</summary>
    internal void On(PosixSignalContext signal, int exitCode)
    {
        if (_source.IsCancellationRequested) return;
        signal.Cancel = true;
        ExitCode = exitCode;
        _source.Cancel();
    }

    // Who starts a command under nohup wants it to outlive the terminal.
    private static bool IgnoresHangUp() =>
        File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line
        && (Convert.ToUInt64(line[7..].Trim(), 16) & 1) != 0;

    private void Listen(PosixSignal signal, int exitCode) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context => On(context, exitCode)));
}
