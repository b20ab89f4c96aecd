# Pelengkap kinerja untuk fish. Dipasang oleh: kinerja pelengkap fish
function __kinerja_pelengkap
    set -l kata (commandline -opc)
    set -l akhir (commandline -ct)
    set -l jawaban (env _KINERJA_PELENGKAP=fish $kata[1] $kata[2..-1] "$akhir" 2>/dev/null </dev/null)
    switch "$jawaban[1]"
        case berkas
            __fish_complete_path "$akhir"
        case folder
            __fish_complete_directories "$akhir"
        case '*'
            printf '%s\n' $jawaban[2..-1]
    end
end
complete -c kinerja -f -k -a '(__kinerja_pelengkap)'
