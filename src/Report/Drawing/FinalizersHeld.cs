using System.Runtime.CompilerServices;

namespace Goalkeeper.Report.Drawing;

/// <summary>While it is held, no object of the process is finalized: the thread that finalizers run on waits in one.</summary>
/// <remarks>SkiaSharp keeps no object alive during a native call (https://github.com/mono/SkiaSharp/issues/2821), and ScottPlot leaves most of its own to the collector. A path that is
/// collected while Skia draws it is freed under it, and the process dies of SIGSEGV. Hold one at a time.</remarks>
internal sealed class FinalizersHeld : IDisposable
{
    private readonly ManualResetEventSlim _isHeld = new();
    private readonly ManualResetEventSlim _isReleased = new();

    public FinalizersHeld()
    {
        Drop();
        for (var generation = 0; !_isHeld.IsSet; generation = GC.MaxGeneration)
        {
            GC.Collect(generation);
            _isHeld.Wait(millisecondsTimeout: 1000); // what was dropped earlier is finalized first
        }
    }

    public void Dispose() => _isReleased.Set();

    /// <summary>Makes an object that nothing refers to once this has returned.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Drop() => _ = new Holder(this);

    private sealed class Holder(FinalizersHeld held)
    {
        ~Holder()
        {
            held._isHeld.Set();
            held._isReleased.Wait();
        }
    }
}
