using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Goalkeeper.Runner;

/// <summary>What the supervisor is asked to do.</summary>
internal enum Request : byte
{
    /// <summary>Run a program: a <see cref="ProgramStart"/> follows.</summary>
    Start = 1,

    /// <summary>End it.</summary>
    Stop,

    /// <summary>End it, and leave. Never sent: the end of the pipe says so, whatever Goalkeeper died of.</summary>
    Leave,
}

/// <summary>
/// A process of its own between Goalkeeper and the programs that one of its workers runs, one after another. All that is below it belongs to
/// the program at hand, whatever became of its parents, and ends with it. It hears from a pipe, so that it knows when Goalkeeper is no more,
/// and runs in another session, so that no Ctrl-C reaches it or them.
/// </summary>
internal static class Supervisor
{
    /// <summary>Runs programs for the process at the other end of standard input and output, until that goes.</summary>
    public static void Run()
    {
        LibC.BecomeParentOfAll();
        using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read);
        using var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        using var events = new BlockingCollection<object>();
        var frames = new FrameWriter(output);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            events.Add(Request.Leave);
        });
        new Thread(() => Listen(input, events)) { IsBackground = true }.Start();
        frames.Write(Frame.Ready);
        var canRun = true;
        while (canRun && events.Take() is not Request.Leave and var asked)
            canRun = asked is not ProgramStart start || new SupervisedProgram(start, frames, events).Run();
    }

    private static void Listen(Stream input, BlockingCollection<object> events)
    {
        using var reader = new BinaryReader(input);
        try
        {
            while (true)
            {
                var request = (Request)reader.ReadByte();
                events.Add(request == Request.Start ? ProgramStart.Read(reader) : request);
            }
        }
        catch (IOException) // the end, also in the middle of a request
        {
            events.Add(Request.Leave);
        }
    }
}
