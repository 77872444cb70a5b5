using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Takes what a program writes; called by one thread.</summary>
/// <param name="kind"><see cref="Frame.Output"/>, <see cref="Frame.Error"/>, or <see cref="Frame.Tick"/> while there is nothing.</param>
/// <param name="content">What was written.</param>
/// <returns>Whether the program may go on.</returns>
internal delegate bool FrameReceiver(Frame kind, ReadOnlySpan<byte> content);

/// <summary>A supervisor as Goalkeeper sees it.</summary>
internal sealed class SupervisorProcess : IDisposable
{
    private readonly Process _process;
    private readonly BinaryWriter _requests;
    private readonly FrameReader _frames;
    private readonly Lock _writing = new();

    private SupervisorProcess(Process process)
    {
        _process = process;
        _requests = new BinaryWriter(new BufferedStream(process.StandardInput.BaseStream));
        _frames = new FrameReader(new BufferedStream(process.StandardOutput.BaseStream, 1 << 17));
    }

    /// <summary>Whether it can run a program, or another one.</summary>
    public bool IsReady { get; private set; }

    /// <summary>The assembly with <see cref="StartupHook"/>.</summary>
    /// <exception cref="UserErrorException">This system, or the way in which this program was built, allows no supervisor.</exception>
    public static string Hook()
    {
        if (OperatingSystem.IsWindows()) throw new UserErrorException("a program can be a trial on Linux and macOS; on Windows, run goalkeeper in WSL");
        var isSupported = !AppContext.TryGetSwitch("System.StartupHookProvider.IsSupported", out var supported) || supported;
        // Without the hook the supervisor would be this program once more, with all that its Main does.
        return isSupported && Environment.ProcessPath is not null && typeof(StartupHook).Assembly.Location is { Length: > 0 } hook
            ? hook
            : throw new UserErrorException(
                "programs cannot be run from a program that is one file, trimmed or hosted by another; publish it as separate files, untrimmed");
    }

    /// <summary>Starts one: this very program, which <see cref="StartupHook"/> keeps from its own Main.</summary>
    /// <param name="hook">The hook's assembly.</param>
    /// <exception cref="IOException">It did not come up.</exception>
    public static SupervisorProcess Start(string hook)
    {
        var program = Environment.ProcessPath!;
        // `dotnet goalkeeper.dll`, or an executable that knows its assembly.
        string[] assembly = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Assembly.GetEntryAssembly()!.Location] : [];
        var start = new ProcessStartInfo(program, [.. assembly, "supervise"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["DOTNET_STARTUP_HOOKS"] = hook,
                ["DOTNET_EnableDiagnostics"] = "0",
                ["DOTNET_gcConcurrent"] = "0",
                ["DOTNET_GCgen0size"] = "400000", // hexadecimal: 4 MiB
                ["DOTNET_gcServer"] = "0",
            },
        };
        var process = Start(start);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var supervisor = new SupervisorProcess(process);
        supervisor.IsReady = supervisor._frames.TryRead(out var kind, out _) && kind == Frame.Ready;
        if (supervisor.IsReady) return supervisor;
        process.Kill();
        supervisor.Dispose();
        throw new IOException($"`{program}` could not be started as a supervisor of programs");
    }

    /// <summary>Runs a program until nothing is left of it.</summary>
    /// <param name="start">The program.</param>
    /// <param name="receiver">Is given what it writes; when it refuses, the program is ended.</param>
    /// <param name="stop">The wish to end it.</param>
    /// <exception cref="IOException">The system did not start it, or somebody else ended the supervisor.</exception>
    public ProgramEnd Run(ProgramStart start, FrameReceiver receiver, CancellationToken stop)
    {
        IsReady = false;
        Send(Request.Start, start.Write);
        using var stopping = stop.Register(() => Send(Request.Stop));
        var program = 0;
        while (_frames.TryRead(out var kind, out var content))
        {
            switch (kind)
            {
                case Frame.Started:
                    program = BitConverter.ToInt32(content);
                    break;
                case Frame.Refused:
                    IsReady = true;
                    throw new IOException(StartRefusal.Describe(start, BitConverter.ToInt32(content)));
                case Frame.Ended:
                    var end = ProgramEnd.FromBytes(content.ToArray());
                    IsReady = !end.IsLast;
                    return end;
                default:
                    if (!receiver(kind, content)) Send(Request.Stop);
                    break;
            }
        }
        if (program > 0) LibC.Signal(-program, LibC.Kill); // its group; what left that is out of reach now
        throw new IOException("somebody ended the supervisor of this program");
    }

    /// <summary>Lets go of it: it ends what it runs, and leaves.</summary>
    public void Dispose()
    {
        lock (_writing) _process.StandardInput.BaseStream.Dispose();
        _process.Dispose();
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new IOException($"`{start.FileName}` could not be started as a supervisor of programs: {e.Message}", e);
        }
    }

    private void Send(Request request, Action<BinaryWriter>? write = null)
    {
        lock (_writing)
        {
            try
            {
                _requests.Write((byte)request);
                write?.Invoke(_requests);
                _requests.Flush();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // It has gone, which who reads from it sees.
            }
        }
    }
}
