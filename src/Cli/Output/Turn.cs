namespace Goalkeeper.Cli.Output;

/// <summary>
/// One process of a person writes reports at a time: two that end a sweep together would take each other's half-written files away. The operating
/// system ends the turn of a process that is killed.
/// </summary>
internal sealed class Turn : IDisposable
{
    // Longer than any report takes; after that it is better to write than not to.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Mutex? _mutex;
    private readonly bool _isHeld;

    /// <summary>Waits for it, and belongs to the thread that did.</summary>
    public Turn()
    {
        try
        {
            _mutex = new Mutex(initiallyOwned: false, "goalkeeper-reports", new NamedWaitHandleOptions { CurrentUserOnly = true, CurrentSessionOnly = false });
            _isHeld = _mutex.WaitOne(Patience);
        }
        catch (AbandonedMutexException)
        {
            _isHeld = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or WaitHandleCannotBeOpenedException or PlatformNotSupportedException)
        {
            // Where there are none, such as on a machine whose /tmp cannot be written, reports are written all the same.
        }
    }

    public void Dispose()
    {
        if (_isHeld) _mutex!.ReleaseMutex();
        _mutex?.Dispose();
    }
}
