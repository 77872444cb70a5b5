using System.Runtime.InteropServices;

namespace Goalkeeper.Runner;

/// <summary>
/// What .NET does not tell of processes: sessions, orphans, and what a process that has ended used. <c>Process</c> waits for its children
/// itself and forgets it, so that the supervisor starts them as a shell would, and waits for them alone.
/// </summary>
internal static partial class LibC
{
    public const int Terminate = 15;
    public const int Kill = 9;
    public static readonly int Stop = OperatingSystem.IsMacOS() ? 17 : 19;
    public static readonly int Continue = OperatingSystem.IsMacOS() ? 19 : 18;

    private const int BecomeSubreaper = 36; // PR_SET_CHILD_SUBREAPER
    private const int DoNotWait = 1; // WNOHANG
    private const int Interrupted = 4; // EINTR
    private const short SetDefaultSignals = 0x04; // POSIX_SPAWN_SETSIGDEF
    private const short SetSignalMask = 0x08; // POSIX_SPAWN_SETSIGMASK
    private static readonly short InNewSession = (short)(OperatingSystem.IsMacOS() ? 0x400 : 0x80); // POSIX_SPAWN_SETSID

    // posix_spawnattr_t, posix_spawn_file_actions_t and sigset_t have at most 336 bytes in the C libraries of Linux and macOS.
    private const int LargestStructure = 512;

    /// <summary>Leaves the terminal's session, and on Linux becomes the parent of whatever below it loses its own.</summary>
    public static void BecomeParentOfAll()
    {
        _ = SetSession();
        if (OperatingSystem.IsLinux()) _ = Control(BecomeSubreaper, 1, 0, 0, 0);
    }

    /// <summary>Sends a signal; one that has ended meanwhile, or is another user's, gets none.</summary>
    public static void Signal(int process, int signal) => _ = SendSignal(process, signal);

    /// <summary>The parent's number.</summary>
    [LibraryImport("libc", EntryPoint = "getppid")]
    public static partial int Parent();

    /// <summary>Starts a program in a session of its own, with no input and every signal at its default.</summary>
    /// <returns>Its number; or the error of the system.</returns>
    public static (int Process, int Error) Start(ProgramStart start, SafeHandle output, SafeHandle error)
    {
        var actions = new byte[LargestStructure];
        var attributes = new byte[LargestStructure];
        var signals = new byte[LargestStructure];
        _ = InitializeActions(actions);
        _ = InitializeAttributes(attributes);
        try
        {
            var failed = First(
                ChangeFolder(actions, start.Folder),
                OpenFile(actions, 0, "/dev/null", 0, 0),
                Duplicate(actions, (int)output.DangerousGetHandle(), 1),
                Duplicate(actions, (int)error.DangerousGetHandle(), 2),
                EmptySet(signals),
                SignalMask(attributes, signals),
                FillSet(signals),
                DefaultSignals(attributes, signals),
                Flags(attributes, (short)(SetDefaultSignals | SetSignalMask | InNewSession)));
            if (failed != 0) return (0, failed);
            string?[] words = [start.File, .. start.Arguments, null];
            string?[] environment = [.. start.Environment.Select(v => $"{v.Key}={v.Value}"), null];
            failed = Spawn(out var process, start.File, actions, attributes, words, environment);
            return (process, failed);
        }
        finally
        {
            _ = DestroyActions(actions);
            _ = DestroyAttributes(attributes);
        }
    }

    /// <summary>The next child that ends; 0 where none has ended and it shall not wait; -1 where no child is left.</summary>
    public static int WaitForChild(bool wait, out ChildEnd end)
    {
        int process;
        Usage usage;
        int status;
        do
        {
            process = Wait(-1, out status, wait ? 0 : DoNotWait, out usage);
        }
        while (process < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        end = new ChildEnd(process, status, usage.Processor, usage.PeakMemory);
        return process;
    }

    private static int First(params ReadOnlySpan<int> errors)
    {
        var at = errors.IndexOfAnyExcept(0);
        return at < 0 ? 0 : errors[at];
    }

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSession();

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nint a, nint b, nint c, nint d);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    private static partial int Wait(int process, out int status, int options, out Usage usage);

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(out int process, string file, byte[] actions, byte[] attributes, string?[] words, string?[] environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitializeActions([In, Out] byte[] actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int DestroyActions([In, Out] byte[] actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeFolder([In, Out] byte[] actions, string folder);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile([In, Out] byte[] actions, int descriptor, string file, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int Duplicate([In, Out] byte[] actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int InitializeAttributes([In, Out] byte[] attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int DestroyAttributes([In, Out] byte[] attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int Flags([In, Out] byte[] attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SignalMask([In, Out] byte[] attributes, byte[] signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int DefaultSignals([In, Out] byte[] attributes, byte[] signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int EmptySet([In, Out] byte[] signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int FillSet([In, Out] byte[] signals);

    // struct rusage; musl's has more room at its end.
    [StructLayout(LayoutKind.Sequential, Size = 272)]
    private struct Usage
    {
        private readonly long _userSeconds;
        private readonly long _userMicroseconds;
        private readonly long _systemSeconds;
        private readonly long _systemMicroseconds;
        private readonly long _peak;

        // macOS has 32 bits of microseconds, and says nothing of the others.
        public readonly TimeSpan Processor => TimeSpan.FromSeconds(_userSeconds + _systemSeconds)
            + TimeSpan.FromMicroseconds((int)_userMicroseconds + (int)_systemMicroseconds);

        public readonly long PeakMemory => OperatingSystem.IsMacOS() ? _peak : _peak * 1024;
    }
}

/// <summary>How a child ended.</summary>
/// <param name="Process">Its number.</param>
/// <param name="Status">As <c>wait</c> gives it.</param>
/// <param name="Processor">Processor time, with that of its descendants that it waited for.</param>
/// <param name="PeakMemory">Bytes, of the largest of them.</param>
internal readonly record struct ChildEnd(int Process, int Status, TimeSpan Processor, long PeakMemory)
{
    /// <summary>Null where a signal ended it.</summary>
    public int? ExitCode => Signal is null ? (Status >> 8) & 0xFF : null;

    /// <summary>The signal that ended it, or null.</summary>
    public int? Signal => (Status & 0x7F) is var signal and not 0 ? signal : null;
}
