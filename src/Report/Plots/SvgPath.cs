using System.Text;

namespace Goalkeeper.Report.Plots;

/// <summary>A path's data in its shortest form: relative lines, tenths of a pixel, no separator that is not needed.</summary>
internal sealed class SvgPath
{
    private readonly StringBuilder data = new();
    private long x, y, startX, startY;
    private char command;

    public int Length => data.Length;

    public void MoveTo(double toX, double toY)
    {
        (x, y) = (startX, startY) = (PlotNumber.ToTenths(toX), PlotNumber.ToTenths(toY));
        Write('M', x, y);
    }

    public void LineTo(double toX, double toY)
    {
        var (dx, dy) = (PlotNumber.ToTenths(toX) - x, PlotNumber.ToTenths(toY) - y);
        (x, y) = (x + dx, y + dy);
        if (dx == 0 && dy == 0)
        {
            return;
        }

        _ = dy == 0 ? Write('h', dx) : dx == 0 ? Write('v', dy) : Write('l', dx, dy);
    }

    public void Close()
    {
        (x, y) = (startX, startY);
        data.Append(command = 'z');
    }

    /// <summary>A point without length, which a round line cap turns into a disc.</summary>
    public void Dot(double atX, double atY)
    {
        MoveTo(atX, atY);
        Write('h', 0);
    }

    /// <summary>A point nearly without length, whose slope turns a square line cap into a diamond.</summary>
    public void Diamond(double atX, double atY)
    {
        MoveTo(atX, atY);
        Write('l', 1, 1);
    }

    /// <summary>A closed marker, its shape by number: disc, square, triangle, diamond.</summary>
    public void Marker(double atX, double atY, int shape)
    {
        MoveTo(atX, atY);
        data.Append((shape % 4) switch
        {
            0 => "m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z",
            1 => "m-3.2-3.2h6.4v6.4h-6.4z",
            2 => "m0-4.2l4.1 7.2h-8.2z",
            _ => "m0-4.5l4.5 4.5-4.5 4.5-4.5-4.5z",
        });
        command = 'z';
    }

    public override string ToString() => data.ToString();

    private StringBuilder Write(char letter, params ReadOnlySpan<long> tenths)
    {
        var isNew = letter != command;
        if (isNew)
        {
            data.Append(command = letter);
        }

        foreach (var number in tenths)
        {
            if (!isNew && number >= 0)
            {
                data.Append(' ');
            }

            data.Append(PlotNumber.Tenths(number));
            isNew = false;
        }

        // After M, further pairs would be lines, so M is always written out.
        command = letter == 'M' ? '\0' : letter;
        return data;
    }
}
