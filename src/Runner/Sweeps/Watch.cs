namespace Goalkeeper.Runner;

/// <summary>Does something every second, on a thread of its own, and once more when it is disposed.</summary>
internal sealed class Watch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ManualResetEventSlim _stop = new();
    private readonly Action _look;
    private readonly Thread _thread;

    public Watch(Action look)
    {
        _look = look;
        _thread = new Thread(Run) { IsBackground = true, Name = "watch" };
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.Wait(Interval)) _look();
        _look();
    }
}
