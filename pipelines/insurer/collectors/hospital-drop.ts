/** Files that the exchange of medical institutions drops into a shared folder. */
import { collector } from 'claimscope'

export const hospitalDrop = collector({
  name: 'hospital-drop',
  kind: 'folder',
  title: { en: 'Visits of hospitals', zh: '医院就诊数据' },
  description:
    'Visits and stays as the exchange of medical institutions delivers them, with a marker when a file is complete',
  lands: 'partner/medical_visits-*.parquet',
  schedule: '*/5 * * * *',
  address: 'INSURER_HOSPITAL_DROP',
  files: 'visits_*.parquet',
  complete: 'marker',
  takes: 'move',
})
