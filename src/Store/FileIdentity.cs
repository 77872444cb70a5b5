using System.Runtime.InteropServices;

namespace Goalkeeper.Store;

/// <summary>What the operating system knows a file by, however it is called.</summary>
/// <param name="Device">The device.</param>
/// <param name="Inode">Its number there.</param>
/// <param name="Born">When it was made, in nanoseconds, since the number of a deleted file is given to the next; 0 where that is not told.</param>
/// <remarks>
/// A file is asked about by name and never opened: a process that closes any handle of a SQLite file loses the locks of all its
/// connections to it (POSIX). .NET tells neither number, so the C library is asked, in the two forms that never change.
/// </remarks>
internal readonly partial record struct FileIdentity(ulong Device, ulong Inode, long Born)
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint BasicStatistics = 0x7ff;
    private const uint BirthTime = 0x800;
    private const int KindOfFile = 0xF000;
    private const int RegularFile = 0x8000;

    /// <summary>The identity of the file of a name, links followed; null where there is none, or the system does not tell (Windows).</summary>
    public static FileIdentity? Of(string path) => Ask(path)?.Identity;

    /// <summary>Whether it is known to be something else than a regular file: a device, a pipe, a socket, a folder.</summary>
    public static bool IsSpecial(string path) => Ask(path) is { } answer && (answer.Mode & KindOfFile) != RegularFile;

    private static (FileIdentity Identity, int Mode)? Ask(string path)
    {
        try
        {
            if (OperatingSystem.IsLinux() && AskLinux(CurrentFolder, path, 0, BasicStatistics | BirthTime, out var linux) == 0)
                return (new FileIdentity(((ulong)linux.DeviceMajor << 32) | linux.DeviceMinor, linux.Inode, (linux.Mask & BirthTime) != 0 ? (linux.BornSeconds * 1_000_000_000) + linux.BornNanoseconds : 0), linux.Mode);
            if (OperatingSystem.IsMacOS() && AskMac(path, out var mac) == 0)
                return (new FileIdentity(mac.Device, mac.Inode, 0), mac.Mode);
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
        }
        return null;
    }

    private static int AskMac(string path, out MacStatus status) =>
        RuntimeInformation.ProcessArchitecture == Architecture.X64 ? AskMacX64(path, out status) : AskMacArm64(path, out status);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AskLinux(int folder, string path, int flags, uint mask, out LinuxStatus status);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AskMacX64(string path, out MacStatus status);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AskMacArm64(string path, out MacStatus status);

    // struct statx of the Linux kernel.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct LinuxStatus
    {
        [FieldOffset(0)]
        public uint Mask;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(80)]
        public long BornSeconds;

        [FieldOffset(88)]
        public uint BornNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }

    // struct stat of macOS with 64-bit inodes.
    [StructLayout(LayoutKind.Explicit, Size = 144)]
    private struct MacStatus
    {
        [FieldOffset(0)]
        public uint Device;

        [FieldOffset(4)]
        public ushort Mode;

        [FieldOffset(8)]
        public ulong Inode;
    }
}
