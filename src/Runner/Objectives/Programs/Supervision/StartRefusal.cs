using System.Runtime.InteropServices;

namespace Goalkeeper.Runner;

/// <summary>Why the system did not start a program, in words that tell what to do.</summary>
internal static class StartRefusal
{
    private const int NoEntry = 2; // ENOENT
    private const int NoFormat = 8; // ENOEXEC
    private const int NoAccess = 13; // EACCES

    /// <summary>A sentence.</summary>
    /// <param name="start">The program.</param>
    /// <param name="error">The error's number.</param>
    public static string Describe(ProgramStart start, int error) => error switch
    {
        _ when !Directory.Exists(start.Folder) => $"the working directory {start.Folder} is not there any more",
        _ when !File.Exists(start.File) => $"{start.Name} is not there any more",
        NoEntry => $"{start.Name} could not be started: the program that its first line names (#!) is not there",
        NoFormat => $"{start.Name} could not be started: it is no program for this machine; a script says in its first line what runs it (#!/bin/sh)",
        NoAccess => $"{start.Name} could not be started: it, or what its first line names, may not be executed (chmod +x)",
        _ => $"{start.Name} could not be started: {Marshal.GetPInvokeErrorMessage(error)}",
    };
}
