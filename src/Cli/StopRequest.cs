using System.Runtime.InteropServices;

namespace Goalkeeper.Cli;

/// <summary>A wish to stop: the first signal asks, a second one ends the process where it stands.</summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly List<PosixSignalRegistration> _registrations = [];

    private StopRequest(CancellationToken token) => _source = CancellationTokenSource.CreateLinkedTokenSource(token);

    /// <summary>Cancelled when the wish has come.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The exit code of a command that stopped by it.</summary>
    public int ExitCode { get; private set; } = Cli.ExitCode.Interrupted;

    /// <summary>Listens to Ctrl-C (SIGINT) and SIGTERM.</summary>
    public static StopRequest FromSignals()
    {
        var request = new StopRequest(CancellationToken.None);
        request.Listen(PosixSignal.SIGINT, Cli.ExitCode.Interrupted);
        request.Listen(PosixSignal.SIGTERM, Cli.ExitCode.Terminated);
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

    private void Listen(PosixSignal signal, int exitCode) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context => On(context, exitCode)));

    private void On(PosixSignalContext signal, int exitCode)
    {
        if (_source.IsCancellationRequested) return;
        signal.Cancel = true;
        ExitCode = exitCode;
        _source.Cancel();
    }
}
